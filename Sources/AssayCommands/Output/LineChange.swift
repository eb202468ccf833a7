/// The change from one text to another as a unified diff shows it.
struct LineChange {
    private static let context = 3
    /// Lines shown of one change; what is cut is counted.
    private static let maximumLines = 200
    /// Bytes shown of a line.
    private static let maximumLength = 600
    /// Bytes shown of what stands before the first difference of two lines that are too long.
    private static let lead = 100
    /// Beyond this many insertions and deletions the middle is shown as replaced.
    private static let maximumEdits = 1_000

    private typealias Line = ArraySlice<UInt8>

    private enum Edit {
        case keep(Line)
        case remove(Line)
        case insert(Line)
    }

    private let isNew: Bool
    private let edits: [Edit]

    /// - Parameter old: `nil` when there is no file yet.
    init(from old: [UInt8]?, to new: [UInt8]) {
        isNew = old == nil
        let before = Self.lines(old ?? [])
        let after = Self.lines(new)
        var start = 0
        while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
        var end = 0
        while end < min(before.count, after.count) - start, before[before.count - 1 - end] == after[after.count - 1 - end] {
            end += 1
        }
        edits =
            before[..<start].map { .keep($0) }
            + Self.middle(Array(before[start..<before.count - end]), Array(after[start..<after.count - end]))
            + before[(before.count - end)...].map { .keep($0) }
    }

    /// Returns the lines to show, without line breaks, cut after a few hundred; of a long line what is around its first difference from
    /// the line that it replaces.
    func lines(path: String) -> [[UInt8]] {
        var lines = [isNew ? "--- (no file)" : "--- \(path)", "+++ \(path)"].map { Array($0.utf8) }
        for hunk in hunks() {
            lines.append(header(of: hunk))
            let starts = startsOfDifference(in: hunk)
            for (index, edit) in zip(hunk, edits[hunk]) {
                let (mark, line) =
                    switch edit {
                    case .keep(let line): (UInt8(ascii: " "), line)
                    case .remove(let line): (UInt8(ascii: "-"), line)
                    case .insert(let line): (UInt8(ascii: "+"), line)
                    }
                lines.append([mark] + Self.cut(line, around: starts[index] ?? 0))
            }
        }
        guard lines.count > Self.maximumLines else { return lines }
        let hidden = lines.count - Self.maximumLines
        return lines[..<Self.maximumLines] + [Array("... \(hidden) more lines".utf8)]
    }

    /// Lines without their LF; a last line without one carries a remark, as an added line break is a change too.
    private static func lines(_ text: [UInt8]) -> [Line] {
        guard !text.isEmpty else { return [] }
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        if text.last == 0x0A {
            lines.removeLast()
        } else if let last = lines.popLast() {
            lines.append((last + Array(" (no line break at the end)".utf8))[...])
        }
        return lines
    }

    /// For long lines that were replaced, by their place among the edits: how many bytes they have in common with the other one.
    private func startsOfDifference(in hunk: Range<Int>) -> [Int: Int] {
        var starts: [Int: Int] = [:]
        var removed: [(Int, Line)] = []
        var inserted: [(Int, Line)] = []
        func pair() {
            for ((old, before), (new, after)) in zip(removed, inserted) where max(before.count, after.count) > Self.maximumLength
            {
                let common = zip(before, after).prefix { $0 == $1 }.count
                (starts[old], starts[new]) = (common, common)
            }
            (removed, inserted) = ([], [])
        }
        for index in hunk {
            switch edits[index] {
            case .keep: pair()
            case .remove(let line): removed.append((index, line))
            case .insert(let line): inserted.append((index, line))
            }
        }
        pair()
        return starts
    }

    private static func cut(_ line: Line, around difference: Int) -> [UInt8] {
        guard line.count > maximumLength else { return Array(line) }
        // Never in the midst of a character.
        func boundary(_ index: Int) -> Int {
            var index = index
            while index > line.startIndex, index < line.endIndex, line[index] & 0xC0 == 0x80 { index -= 1 }
            return index
        }
        let start = boundary(line.startIndex + min(max(difference - lead, 0), line.count - maximumLength))
        let end = boundary(start + maximumLength)
        func remark(_ count: Int) -> [UInt8] { count > 0 ? Array("[... \(count) bytes ...]".utf8) : [] }
        return remark(start - line.startIndex) + line[start..<end] + remark(line.endIndex - end)
    }

    private func hunks() -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, edit) in edits.enumerated() {
            if case .keep = edit { continue }
            let range = max(0, index - Self.context)..<min(edits.count, index + Self.context + 1)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }

    private func header(of hunk: Range<Int>) -> [UInt8] {
        func count(_ edits: ArraySlice<Edit>) -> (old: Int, new: Int) {
            edits.reduce(into: (0, 0)) { sum, edit in
                switch edit {
                case .keep: sum = (sum.0 + 1, sum.1 + 1)
                case .remove: sum.0 += 1
                case .insert: sum.1 += 1
                }
            }
        }
        let before = count(edits[..<hunk.lowerBound])
        let own = count(edits[hunk])
        func range(_ before: Int, _ own: Int) -> String { own == 0 ? "\(before),0" : "\(before + 1),\(own)" }
        return Array("@@ -\(range(before.old, own.old)) +\(range(before.new, own.new)) @@".utf8)
    }

    /// Myers's greedy algorithm (https://doi.org/10.1007/BF01840446): O((old + new) × edits).
    private static func middle(_ old: [Line], _ new: [Line]) -> [Edit] {
        let replaced: [Edit] = old.map { .remove($0) } + new.map { .insert($0) }
        guard !old.isEmpty, !new.isEmpty else { return replaced }
        let limit = min(old.count + new.count, maximumEdits)
        var furthest = [Int](repeating: 0, count: 2 * limit + 3)
        let zero = limit + 1
        var trace: [[Int]] = []
        for edits in 0...limit {
            trace.append(Array(furthest[(zero - edits - 1)...(zero + edits + 1)]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let isDown =
                    diagonal == -edits || (diagonal != edits && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1])
                var x = isDown ? furthest[zero + diagonal + 1] : furthest[zero + diagonal - 1] + 1
                while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
                furthest[zero + diagonal] = x
                if x >= old.count, x - diagonal >= new.count { return retrace(trace, old, new) }
            }
        }
        return replaced
    }

    /// Walks back through the rounds, from the ends of both texts to their starts.
    private static func retrace(_ trace: [[Int]], _ old: [Line], _ new: [Line]) -> [Edit] {
        var result: [Edit] = []
        var (x, y) = (old.count, new.count)
        for (edits, furthest) in trace.enumerated().reversed() {
            let diagonal = x - y
            let zero = edits + 1
            let isDown =
                diagonal == -edits || (diagonal != edits && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1])
            let previous = isDown ? diagonal + 1 : diagonal - 1
            let startX = edits == 0 ? 0 : furthest[zero + previous]
            let startY = startX - previous
            while x > 0, y > 0, edits == 0 || (x > startX && y > startY) {
                result.append(.keep(old[x - 1]))
                (x, y) = (x - 1, y - 1)
            }
            guard edits > 0 else { break }
            if isDown { result.append(.insert(new[y - 1])) } else { result.append(.remove(old[x - 1])) }
            (x, y) = (startX, startY)
        }
        return result.reversed()
    }
}
