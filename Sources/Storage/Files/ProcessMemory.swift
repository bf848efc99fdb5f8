import CMalloc

/// What a process does with memory that it no longer needs.
public enum ProcessMemory {
    /// Gives large pieces back at once, and keeps few heaps beside each other. Left to itself, the C library keeps what was used once for a map of
    /// a million records, for each thread apart: a server that runs for months would hold the most that ever happened at a time.
    public static func giveBackWhatIsLarge() {
        _ = mallopt(M_ARENA_MAX, 2)
        // Setting it also keeps it: it would rise with every large piece given back.
        _ = mallopt(M_MMAP_THRESHOLD, 512 << 10)
    }
}
