// Shows how far an upload is.
export const watchUploads = () => {}
