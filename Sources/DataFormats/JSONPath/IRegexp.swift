/// An interoperable regular expression (RFC 9485), as `match` and `search` of RFC 9535 take it.
///
/// `^` and `$` outside brackets stand for the start and the end of the text. The grammar of RFC 9485 lets them stand for
/// themselves, but its own translations to other dialects (section 5) and all implementations take them as anchors.
///
/// Runs in time proportional to text times pattern, whatever both are: it follows all alternatives at once and never goes back.
struct IRegexp {
    /// A step of the compiled form.
    enum Instruction {
        case scalar(ScalarSet)
        case start
        case end
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case accept
    }

    private let program: [Instruction]

    /// Counted repetitions are written out, so they are what makes a pattern long.
    static let maxInstructions = 20_000

    /// Returns `nil` when `pattern` is not in the grammar of RFC 9485, or comes to more than `maxInstructions`.
    init?(parsing pattern: String) {
        var parser = IRegexpParser(pattern)
        guard let tree = parser.parseWhole() else { return nil }
        var compiler = IRegexpCompiler()
        guard compiler.emit(tree) else { return nil }
        program = compiler.program + [.accept]
    }

    /// In instructions.
    var size: Int { program.count }

    /// - Parameter budget: Is lessened by one for each step; below zero the answer is `false` and says nothing.
    func matchesWhole(_ text: String, budget: inout Int) -> Bool { run(text, isAnchored: true, &budget) }

    /// As `matchesWhole(_:budget:)`.
    func isFound(in text: String, budget: inout Int) -> Bool { run(text, isAnchored: false, &budget) }

    private func run(_ text: String, isAnchored: Bool, _ budget: inout Int) -> Bool {
        budget -= program.count
        var threads = Threads(count: program.count)
        var next = Threads(count: program.count)
        var rest = text.unicodeScalars.makeIterator()
        var current = rest.next()
        budget -= add(0, to: &threads, isAtStart: true, isAtEnd: current == nil)
        while let scalar = current {
            guard budget >= 0 else { return false }
            if !isAnchored, threads.isAccepting { return true }
            current = rest.next()
            next.clear()
            budget -= threads.places.count + 1
            for place in threads.places {
                if case .scalar(let set) = program[place], set.contains(scalar) {
                    budget -= add(place + 1, to: &next, isAtStart: false, isAtEnd: current == nil)
                }
            }
            if !isAnchored { budget -= add(0, to: &next, isAtStart: false, isAtEnd: current == nil) }
            swap(&threads, &next)
            if threads.places.isEmpty, !threads.isAccepting { return false }
        }
        return threads.isAccepting
    }

    /// Follows the steps that take no scalar, and returns how many. Not recursive: a long pattern may have a long chain of them.
    private func add(_ first: Int, to threads: inout Threads, isAtStart: Bool, isAtEnd: Bool) -> Int {
        var pending = [first]
        var steps = 0
        while let place = pending.popLast() {
            steps += 1
            guard threads.isNew(place) else { continue }
            switch program[place] {
            case .scalar: threads.places.append(place)
            case .start: if isAtStart { pending.append(place + 1) }
            case .end: if isAtEnd { pending.append(place + 1) }
            case .split(let first, let second): pending += [second, first]
            case .jump(let target): pending.append(target)
            case .accept: threads.isAccepting = true
            }
        }
        return steps
    }

    /// The places in the program where a match may stand.
    private struct Threads {
        var places: [Int] = []
        var isAccepting = false
        private var seen: [Int]
        private var generation = 1

        init(count: Int) {
            seen = Array(repeating: 0, count: count)
        }

        mutating func clear() {
            places.removeAll(keepingCapacity: true)
            isAccepting = false
            generation += 1
        }

        mutating func isNew(_ place: Int) -> Bool {
            guard seen[place] != generation else { return false }
            seen[place] = generation
            return true
        }
    }
}

/// The scalars of a character class.
struct ScalarSet {
    var isNegated = false
    var ranges: [ClosedRange<UInt32>] = []
    var categories: [Category] = []

    /// `L`, or `Lu` and the like; `isNegated` for `\P{..}`.
    struct Category {
        var name: String
        var isNegated: Bool
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        isListed(scalar) != isNegated
    }

    private func isListed(_ scalar: Unicode.Scalar) -> Bool {
        if ranges.contains(where: { $0.contains(scalar.value) }) { return true }
        guard !categories.isEmpty else { return false }
        let name = scalar.properties.generalCategory.abbreviation
        return categories.contains { name.hasPrefix($0.name) != $0.isNegated }
    }
}

extension Unicode.GeneralCategory {
    /// As Unicode's property value aliases have it.
    fileprivate var abbreviation: String {
        switch self {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
