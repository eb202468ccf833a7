/// A part of two texts laid over each other, by words.
enum WordChange: Equatable {
    case same(String)
    /// One of the two may be empty.
    case changed(from: String, to: String)

    private typealias Word = ArraySlice<Unicode.Scalar>

    /// Beyond this many pairs of words, all between the first and the last place that differ is one change.
    private static let limit = 250_000

    /// Returns both texts from start to end, leaving nothing out.
    static func all(from old: String, to new: String) -> [WordChange] {
        let (left, right) = (words(of: old), words(of: new))
        let shorter = min(left.count, right.count)
        var head = 0
        while head < shorter, left[head] == right[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, left[left.count - 1 - tail] == right[right.count - 1 - tail] { tail += 1 }
        var changes: [WordChange] = []
        append(same: left[..<head], to: &changes)
        appendMiddle(Array(left[head..<left.count - tail]), Array(right[head..<right.count - tail]), to: &changes)
        append(same: left[(left.count - tail)...], to: &changes)
        return changes
    }

    /// The longest common subsequence of words.
    private static func appendMiddle(_ left: [Word], _ right: [Word], to changes: inout [WordChange]) {
        guard left.count * right.count <= limit, !left.isEmpty, !right.isEmpty else {
            return append(left[...], right[...], to: &changes)
        }
        let width = right.count + 1
        var lengths = [Int32](repeating: 0, count: (left.count + 1) * width)
        for i in left.indices.reversed() {
            for j in right.indices.reversed() {
                lengths[i * width + j] =
                    left[i] == right[j]
                    ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var (i, j, start, otherStart) = (0, 0, 0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                append(left[start..<i], right[otherStart..<j], to: &changes)
                append(same: left[i...i], to: &changes)
                (i, j) = (i + 1, j + 1)
                (start, otherStart) = (i, j)
            } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
        append(left[start...], right[otherStart...], to: &changes)
    }

    private static func append(same words: ArraySlice<Word>, to changes: inout [WordChange]) {
        guard !words.isEmpty else { return }
        if case .same(let before) = changes.last {
            changes[changes.count - 1] = .same(before + text(of: words))
        } else {
            changes.append(.same(text(of: words)))
        }
    }

    private static func append(_ left: ArraySlice<Word>, _ right: ArraySlice<Word>, to changes: inout [WordChange]) {
        if !left.isEmpty || !right.isEmpty { changes.append(.changed(from: text(of: left), to: text(of: right))) }
    }

    private static func text(of words: ArraySlice<Word>) -> String {
        var text = String.UnicodeScalarView()
        for word in words { text.append(contentsOf: word) }
        return String(text)
    }

    /// Runs of letters and digits; anything else by itself.
    private static func words(of text: String) -> [Word] {
        let scalars = Array(text.unicodeScalars)
        var words: [Word] = []
        var start = 0
        for (index, scalar) in scalars.enumerated() where !scalar.isPartOfWord {
            if start < index { words.append(scalars[start..<index]) }
            words.append(scalars[index...index])
            start = index + 1
        }
        if start < scalars.count { words.append(scalars[start...]) }
        return words
    }
}

extension Unicode.Scalar {
    /// Marks belong to the letter before them.
    fileprivate var isPartOfWord: Bool {
        isASCII ? properties.isAlphabetic || (0x30...0x39).contains(value) : value > 0xBF && !properties.isWhitespace
    }
}
