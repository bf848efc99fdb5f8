// Partnerships, agencies, people, protocols and supplies: commands, events and state.
