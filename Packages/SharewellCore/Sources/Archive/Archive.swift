// The sealed, columnar segment format and queries over it.
