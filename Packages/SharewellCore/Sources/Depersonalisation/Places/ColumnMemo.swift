import Tables

/// Remembers something per code of a column's dictionary for as long as the codes keep their meaning.
struct ColumnMemo<Value> {
    private var values: [Value] = []
    private var dictionary: ObjectIdentifier?
    private var generation = -1

    /// Brings the memo up to the column's dictionary: works out what is new.
    mutating func extend(_ source: TextDictionary, _ work: (UnsafeRawBufferPointer) -> Value) {
        if dictionary != ObjectIdentifier(source) || generation != source.generation {
            values.removeAll(keepingCapacity: true)
            dictionary = ObjectIdentifier(source)
            generation = source.generation
        }
        while values.count < source.count { values.append(source.withBytes(of: UInt32(values.count), work)) }
    }

    /// Forgets everything.
    mutating func forget() { dictionary = nil }

    /// What is remembered of a code.
    @inline(__always)
    subscript(code: UInt32) -> Value { values[Int(code)] }

    /// The remembered values by code.
    @inline(__always)
    func read<Result>(_ body: (UnsafeBufferPointer<Value>) -> Result) -> Result { values.withUnsafeBufferPointer(body) }
}

extension Column {
    /// Gives a value for each row: once per distinct value for a coded column, row by row for a direct one, `missing` for an absent one.
    @inline(__always)
    func fill<Value>(
        _ output: inout [Value], count: Int, memo: inout ColumnMemo<Value>, missing: Value, _ work: (UnsafeRawBufferPointer) -> Value
    ) {
        output.removeAll(keepingCapacity: true)
        output.reserveCapacity(count)
        switch self {
        case .absent: for _ in 0..<count { output.append(missing) }
        case .coded(let coded):
            if let translation = coded.translation {
                memo.extend(coded.dictionary, work)
                memo.read { values in for code in coded.codes { output.append(values[Int(translation[Int(code)])]) } }
            } else {
                memo.extend(coded.dictionary, work)
                memo.read { values in for code in coded.codes { output.append(values[Int(code)]) } }
            }
        case .direct(let direct):
            direct.bytes.withUnsafeBytes { bytes in
                var start = 0
                for end in direct.ends {
                    output.append(work(UnsafeRawBufferPointer(rebasing: bytes[start..<end])))
                    start = end
                }
            }
        }
    }
}
