import Tables

extension UnitTable {
    /// Rows in alphabetical order of units, of repeats the last; and how many repeats there were.
    consuming func sorted() -> (table: UnitTable, repeats: Int) {
        level()
        var inOrder = true
        for row in 1..<max(1, count) where keys[row - 1] >= keys[row] {
            inOrder = false
            break
        }
        if inOrder { return (self, 0) }
        var order: [(key: UInt64, row: UInt32)] = []
        order.reserveCapacity(count)
        for row in 0..<count { order.append((keys[row], UInt32(row))) }
        order.sort { $0.key != $1.key ? $0.key < $1.key : $0.row < $1.row }
        var rows: [Int32] = []
        rows.reserveCapacity(count)
        for position in order.indices where position + 1 == order.count || order[position + 1].key != order[position].key {
            rows.append(Int32(order[position].row))
        }
        let repeats = count - rows.count
        var table = UnitTable()
        table.keys = rows.map { keys[Int($0)] }
        table.eastings = rows.map { eastings[Int($0)] }
        table.northings = rows.map { northings[Int($0)] }
        table.quality = rows.map { quality[Int($0)] }
        table.properties = rows.map { properties[Int($0)] }
        table.flags = rows.map { flags[Int($0)] }
        table.terminated = rows.map { terminated[Int($0)] }
        table.asOf = rows.map { asOf[Int($0)] }
        table.columns = columns.mapValues { values in rows.map { values[Int($0)] } }
        table.codes = codes
        return (table, repeats)
    }

    /// Lays a newer source over what is there. Both must be sorted. Where the newer one says nothing, the older stands; whether a unit is
    /// live is said by the source whose own date is later, and by the newer import where the dates are equal or missing.
    func overlaid(with new: UnitTable) -> UnitTable {
        var old: [Int32] = []
        var fresh: [Int32] = []
        old.reserveCapacity(count + new.count)
        fresh.reserveCapacity(count + new.count)
        var left = 0
        var right = 0
        while left < count || right < new.count {
            let before = right == new.count || left < count && keys[left] < new.keys[right]
            let after = left == count || right < new.count && new.keys[right] < keys[left]
            old.append(after ? -1 : Int32(left))
            fresh.append(before ? -1 : Int32(right))
            if !after { left += 1 }
            if !before { right += 1 }
        }
        func pick<Value>(_ mine: [Value], _ theirs: [Value], unlessNone none: Value) -> [Value] where Value: Equatable {
            old.indices.map { row in
                let candidate = fresh[row] < 0 ? none : theirs[Int(fresh[row])]
                return candidate != none || old[row] < 0 ? candidate : mine[Int(old[row])]
            }
        }
        var table = UnitTable()
        table.keys = old.indices.map { old[$0] < 0 ? new.keys[Int(fresh[$0])] : keys[Int(old[$0])] }
        table.eastings = pick(eastings, new.eastings, unlessNone: GazetteerLayout.noPoint)
        table.northings = pick(northings, new.northings, unlessNone: GazetteerLayout.noPoint)
        table.quality = pick(quality, new.quality, unlessNone: 0)
        table.properties = pick(properties, new.properties, unlessNone: GazetteerLayout.unknownProperties)
        table.mergeStatus(self, old, new, fresh)
        for level in codes.keys { table.codes[level] = codes[level]?.copy() }
        for level in new.codes.keys where table.codes[level] == nil { table.codes[level] = TextDictionary() }
        let names = Set(columns.keys).union(new.columns.keys)
        for name in names {
            let mine = columns[name] ?? [UInt32](repeating: 0, count: count)
            var theirs = new.columns[name] ?? [UInt32](repeating: 0, count: new.count)
            if let source = new.codes[name.level], let target = table.codes[name.level] {
                let translated = (0..<UInt32(source.count)).map { code in source.withBytes(of: code) { target.code(for: $0) } }
                for row in theirs.indices { theirs[row] = translated[Int(theirs[row])] }
            }
            table.columns[name] = pick(mine, theirs, unlessNone: 0)
        }
        return table
    }

    private mutating func mergeStatus(_ mine: UnitTable, _ old: [Int32], _ theirs: UnitTable, _ fresh: [Int32]) {
        flags.reserveCapacity(old.count)
        terminated.reserveCapacity(old.count)
        asOf.reserveCapacity(old.count)
        for row in old.indices {
            let left = Int(old[row])
            let right = Int(fresh[row])
            let leftFlags = left < 0 ? 0 : mine.flags[left]
            let rightFlags = right < 0 ? 0 : theirs.flags[right]
            let leftKnows = leftFlags & Self.statusKnown != 0
            let rightKnows = rightFlags & Self.statusKnown != 0
            let takesRight = rightKnows && (!leftKnows || theirs.asOf[right] >= mine.asOf[left] || theirs.asOf[right] == 0)
            let user = rightFlags & Self.userKnown != 0 ? rightFlags : leftFlags
            let status = takesRight ? rightFlags : leftFlags
            flags.append(
                user & (Self.userKnown | GazetteerLayout.largeUser) | status & (Self.statusKnown | GazetteerLayout.isTerminated))
            terminated.append(takesRight ? theirs.terminated[right] : left < 0 ? 0 : mine.terminated[left])
            asOf.append(takesRight ? theirs.asOf[right] : left < 0 ? 0 : mine.asOf[left])
        }
    }

    /// Units that a later, complete source no longer lists are out of use since nobody knows when.
    mutating func terminateUnlisted(in listed: UnitTable, asOf month: MonthNumber) {
        var position = 0
        for row in keys.indices {
            while position < listed.count, listed.keys[position] < keys[row] { position += 1 }
            if position < listed.count, listed.keys[position] == keys[row] { continue }
            guard PostcodeKind(PackedPostcode(bits: keys[row])) == .greatBritain, asOf[row] < month.raw,
                flags[row] & GazetteerLayout.isTerminated == 0
            else { continue }
            flags[row] |= GazetteerLayout.isTerminated | Self.statusKnown
            asOf[row] = month.raw
        }
    }
}

extension TextDictionary {
    /// Another dictionary with the same codes.
    fileprivate func copy() -> TextDictionary {
        let copy = TextDictionary(expecting: count)
        for code in 1..<UInt32(max(1, count)) { withBytes(of: code) { _ = copy.code(for: $0) } }
        return copy
    }
}
