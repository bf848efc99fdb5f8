// Keys and sealed forms: root, compartment and data keys; AES-256-GCM messages.
