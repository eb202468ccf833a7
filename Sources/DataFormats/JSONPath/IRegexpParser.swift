/// The parts of a regular expression before it is compiled.
indirect enum IRegexpTree {
    case scalar(ScalarSet)
    case start
    case end
    case sequence([IRegexpTree])
    case choice([IRegexpTree])
    case repeated(IRegexpTree, min: Int, max: Int?)
}

/// Reads the grammar of RFC 9485 section 4; `nil` from any part means that the text is not in it.
struct IRegexpParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    mutating func parseWhole() -> IRegexpTree? {
        guard let tree = parseChoice(), position == scalars.count else { return nil }
        return tree
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private mutating func parseChoice() -> IRegexpTree? {
        guard depth < 100 else { return nil }
        depth += 1
        defer { depth -= 1 }
        var branches: [IRegexpTree] = []
        repeat {
            guard let branch = parseBranch() else { return nil }
            branches.append(branch)
        } while take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func parseBranch() -> IRegexpTree? {
        var pieces: [IRegexpTree] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            guard let atom = parseAtom(), let piece = parseQuantifier(of: atom) else { return nil }
            pieces.append(piece)
        }
        return .sequence(pieces)
    }

    private mutating func parseAtom() -> IRegexpTree? {
        guard let scalar = current else { return nil }
        position += 1
        switch scalar {
        case "(":
            guard let inner = parseChoice(), take(")") else { return nil }
            return inner
        case ".": return .scalar(ScalarSet(isNegated: true, ranges: [0x0A...0x0A, 0x0D...0x0D]))
        case "^": return .start
        case "$": return .end
        case "\\": return parseEscape().map(IRegexpTree.scalar)
        case "[": return parseClass().map(IRegexpTree.scalar)
        case "*", "+", "?", ")", "]", "{", "}", "|": return nil
        default: return .scalar(ScalarSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func parseQuantifier(of atom: IRegexpTree) -> IRegexpTree? {
        if take("*") { return .repeated(atom, min: 0, max: nil) }
        if take("+") { return .repeated(atom, min: 1, max: nil) }
        if take("?") { return .repeated(atom, min: 0, max: 1) }
        guard take("{") else { return atom }
        guard let min = parseCount() else { return nil }
        var max: Int? = min
        if take(",") {
            max = parseCount()
            if let max, max < min { return nil }
        }
        return take("}") ? .repeated(atom, min: min, max: max) : nil
    }

    private mutating func parseCount() -> Int? {
        var count: Int?
        while let scalar = current, ("0"..."9").contains(scalar) {
            // Far above what is ever compiled, and far below an overflow.
            count = min((count ?? 0) * 10 + Int(scalar.value - 0x30), 1_000_000_000)
            position += 1
        }
        return count
    }

    /// From after the backslash: a scalar that stands for itself, a control, or a category.
    private mutating func parseEscape() -> ScalarSet? {
        if current == "p" || current == "P" { return parseCategory() }
        return parseSingleEscape().map { ScalarSet(ranges: [$0...$0]) }
    }

    private mutating func parseSingleEscape() -> UInt32? {
        guard let scalar = current else { return nil }
        position += 1
        switch scalar {
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "("..."+", "-", ".", "?", "["..."^", "{"..."}": return scalar.value
        default: return nil
        }
    }

    private mutating func parseCategory() -> ScalarSet? {
        let isNegated = current == "P"
        position += 1
        guard take("{"), let major = current, let minors = Self.categories[major] else { return nil }
        position += 1
        var name = String(major)
        if let minor = current, minors.unicodeScalars.contains(minor) {
            name.unicodeScalars.append(minor)
            position += 1
        }
        return take("}") ? ScalarSet(categories: [.init(name: name, isNegated: isNegated)]) : nil
    }

    private static let categories: [Unicode.Scalar: String] = [
        "L": "lmotu", "M": "cen", "N": "dlo", "P": "cdefios", "Z": "lps", "S": "ckmo", "C": "cfno",
    ]

    /// From after the bracket.
    private mutating func parseClass() -> ScalarSet? {
        var set = ScalarSet(isNegated: take("^"))
        var isEmpty = true
        while let scalar = current, scalar != "]" {
            defer { isEmpty = false }
            if scalar == "-" {
                position += 1
                // Literal only as the first or the last of all.
                guard isEmpty || current == "]" else { return nil }
                set.ranges.append(0x2D...0x2D)
                continue
            }
            if scalar == "\\", position + 1 < scalars.count, scalars[position + 1] == "p" || scalars[position + 1] == "P" {
                position += 1
                guard let category = parseCategory() else { return nil }
                set.categories += category.categories
                continue
            }
            guard let range = parseClassRange() else { return nil }
            set.ranges.append(range)
        }
        return take("]") && !isEmpty ? set : nil
    }

    private mutating func parseClassRange() -> ClosedRange<UInt32>? {
        guard let low = parseClassScalar() else { return nil }
        guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return low...low }
        position += 1
        guard let high = parseClassScalar(), low <= high else { return nil }
        return low...high
    }

    private mutating func parseClassScalar() -> UInt32? {
        guard let scalar = current, scalar != "[", scalar != "]", scalar != "-" else { return nil }
        position += 1
        return scalar == "\\" ? parseSingleEscape() : scalar.value
    }
}

/// Writes a tree as the steps of `IRegexp`.
struct IRegexpCompiler {
    private(set) var program: [IRegexp.Instruction] = []
    /// Also counts what yields no step: nothing, a thousand times a thousand times.
    private var work = 0

    /// Returns `false` when the program gets too long.
    mutating func emit(_ tree: IRegexpTree) -> Bool {
        work += 1
        guard program.count < IRegexp.maxInstructions, work < 4 * IRegexp.maxInstructions else { return false }
        switch tree {
        case .scalar(let set):
            program.append(.scalar(set))
            return true
        case .start:
            program.append(.start)
            return true
        case .end:
            program.append(.end)
            return true
        case .sequence(let parts):
            return emitAll(parts)
        case .choice(let branches):
            return emitChoice(branches[...])
        case .repeated(let part, let min, let max):
            return emitRepeated(part, min: min, max: max)
        }
    }

    private mutating func emitAll(_ parts: [IRegexpTree]) -> Bool {
        for part in parts {
            guard emit(part) else { return false }
        }
        return true
    }

    private mutating func emitChoice(_ branches: ArraySlice<IRegexpTree>) -> Bool {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let split = program.count
            program.append(.split(split + 1, 0))
            guard emit(branch) else { return false }
            jumps.append(program.count)
            program.append(.jump(0))
            program[split] = .split(split + 1, program.count)
        }
        guard let last = branches.last, emit(last) else { return false }
        for jump in jumps { program[jump] = .jump(program.count) }
        return true
    }

    private mutating func emitRepeated(_ part: IRegexpTree, min: Int, max: Int?) -> Bool {
        guard min <= IRegexp.maxInstructions, (max ?? 0) <= IRegexp.maxInstructions else { return false }
        for _ in 0..<min {
            guard emit(part) else { return false }
        }
        guard let max else {
            let split = program.count
            program.append(.split(split + 1, 0))
            guard emit(part) else { return false }
            program.append(.jump(split))
            program[split] = .split(split + 1, program.count)
            return true
        }
        var splits: [Int] = []
        for _ in min..<max {
            splits.append(program.count)
            program.append(.split(program.count + 1, 0))
            guard emit(part) else { return false }
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
        return true
    }
}
