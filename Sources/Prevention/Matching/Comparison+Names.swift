extension Comparison {
    /// Given names against family names, both ways.
    func isSwapped(_ a: Int, _ b: Int, _ cache: inout LevelCache) -> Bool {
        isAlike(value(a, Slot.given), value(b, Slot.family), &cache)
            && isAlike(value(a, Slot.family), value(b, Slot.given), &cache)
    }

    private func isAlike(_ a: Int32, _ b: Int32, _ cache: inout LevelCache) -> Bool {
        if a == 0 || b == 0 { return false }
        for x in records.names.words(of: a) {
            for y in records.names.words(of: b) where likeness(x, y, &cache) >= .variant { return true }
        }
        return false
    }

    /// How alike the words at two places of `wordNumbers` are.
    private func likeness(_ x: Int, _ y: Int, _ cache: inout LevelCache) -> WordLikeness {
        let (a, b) = (records.names.wordNumbers[x], records.names.wordNumbers[y])
        if a == b { return .same }
        let level = cache.level(.word, Int32(bitPattern: a), Int32(bitPattern: b)) {
            records.names.likeness(UInt32(bitPattern: $0), UInt32(bitPattern: $1)).rawValue
        }
        return WordLikeness(rawValue: level) ?? .different
    }

    func given(_ a: Int32, _ b: Int32, _ cache: inout LevelCache) -> Given {
        if a == 0 || b == 0 { return .missing }
        if a == b { return .same }
        let (left, right) = (records.names.words(of: a), records.names.words(of: b))
        if left.isEmpty || right.isEmpty { return .missing }
        let first = likeness(left.lowerBound, right.lowerBound, &cache)
        let short = left.count <= right.count ? left : right
        let long = left.count <= right.count ? right : left
        if first == .same {
            for word in short.dropFirst() where !has(long, word, atLeast: .initial, &cache) { return .shared }
            return .part
        }
        if first == .variant { return .variant }
        if first == .close { return .close }
        var best = first
        for word in short {
            for other in long {
                let likeness = likeness(word, other, &cache)
                if likeness >= .variant { return .shared }
                if likeness == .weak { best = max(best, .weak) }
            }
        }
        return best == .initial ? .initial : best == .weak ? .weak : .different
    }

    private func has(_ words: Range<Int>, _ word: Int, atLeast least: WordLikeness, _ cache: inout LevelCache) -> Bool {
        for other in words where likeness(word, other, &cache) >= least { return true }
        return false
    }

    func family(_ a: Int32, _ b: Int32, _ cache: inout LevelCache) -> Family {
        if a == 0 || b == 0 { return .missing }
        if a == b { return .same }
        let (left, right) = (records.names.words(of: a), records.names.words(of: b))
        if left.isEmpty || right.isEmpty { return .missing }
        let last = likeness(left.upperBound - 1, right.upperBound - 1, &cache)
        let short = left.count <= right.count ? left : right
        let long = left.count <= right.count ? right : left
        if left.count == right.count {
            var least = WordLikeness.same
            for index in 0..<left.count {
                let likeness = likeness(left.lowerBound + index, right.lowerBound + index, &cache)
                if likeness < .variant {
                    least = .different
                    break
                }
                if likeness == .close {
                    least = .close
                } else if likeness == .variant, least == .same {
                    least = .variant
                }
            }
            if least == .close { return .close }
            if least != .different { return .variant }
        } else {
            var isPart = true
            for word in short where !has(long, word, atLeast: .same, &cache) { isPart = false }
            if isPart { return .part }
        }
        if left.count > 1 || right.count > 1 {
            if left.count != right.count, records.names.isJoined(short, as: long) { return .variant }
            for word in short where has(long, word, atLeast: .variant, &cache) { return .shared }
        }
        return last == .weak ? .weak : .different
    }
}
