// Append-only history that anybody can check: a Merkle tree, signed checkpoints, inclusion and consistency proofs.
