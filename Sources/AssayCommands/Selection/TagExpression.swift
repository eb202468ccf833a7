/// A demand on the tags of a scenario: `edge and not (slow or live)`. `not` binds most, then `and`, then `or`.
indirect enum TagExpression: Equatable, Sendable {
    case tag(String)
    case not(TagExpression)
    case and(TagExpression, TagExpression)
    case or(TagExpression, TagExpression)

    /// What is wrong with an expression, and at which column (from 1, in Unicode scalars).
    struct SyntaxError: Error, Equatable {
        var column: Int
        var message: String
    }

    init(_ text: String) throws(SyntaxError) {
        var parser = Parser(text)
        self = try parser.expression()
    }

    func matches(_ tags: [String]) -> Bool {
        switch self {
        case .tag(let name): tags.contains { $0.utf8.elementsEqual(name.utf8) }
        case .not(let inner): !inner.matches(tags)
        case .and(let left, let right): left.matches(tags) && right.matches(tags)
        case .or(let left, let right): left.matches(tags) || right.matches(tags)
        }
    }

    /// The tags that are named, in order.
    var names: [String] {
        switch self {
        case .tag(let name): [name]
        case .not(let inner): inner.names
        case .and(let left, let right), .or(let left, let right): left.names + right.names
        }
    }
}

extension TagExpression {
    private struct Parser {
        private struct Token {
            var text: String
            var column: Int
        }

        private static let maximumDepth = 100
        private var tokens: [Token] = []
        private var next = 0
        private var depth = 0
        private let end: Int

        init(_ text: String) {
            var word = ""
            var column = 0
            for scalar in text.unicodeScalars {
                column += 1
                let isBracket = scalar == "(" || scalar == ")"
                guard isBracket || scalar.properties.isWhitespace else {
                    word.unicodeScalars.append(scalar)
                    continue
                }
                Self.append(&word, endingBefore: column, to: &tokens)
                if isBracket { tokens.append(Token(text: String(Character(scalar)), column: column)) }
            }
            Self.append(&word, endingBefore: column + 1, to: &tokens)
            end = column + 1
        }

        private static func append(_ word: inout String, endingBefore column: Int, to tokens: inout [Token]) {
            guard !word.isEmpty else { return }
            tokens.append(Token(text: word, column: column - word.unicodeScalars.count))
            word = ""
        }

        private var current: String? { next < tokens.count ? tokens[next].text : nil }

        mutating func expression() throws(SyntaxError) -> TagExpression {
            let expression = try alternatives()
            guard let current else { return expression }
            throw error(current == ")" ? "')' without '('" : "expected 'and' or 'or' before '\(current)'")
        }

        private mutating func alternatives() throws(SyntaxError) -> TagExpression {
            var left = try conjunction()
            while current == "or" {
                next += 1
                left = .or(left, try conjunction())
            }
            return left
        }

        private mutating func conjunction() throws(SyntaxError) -> TagExpression {
            var left = try negation()
            while current == "and" {
                next += 1
                left = .and(left, try negation())
            }
            return left
        }

        private mutating func negation() throws(SyntaxError) -> TagExpression {
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
            switch current {
            case "not":
                next += 1
                return .not(try negation())
            case "(":
                let opening = tokens[next].column
                next += 1
                let inner = try alternatives()
                guard current == ")" else {
                    throw current == nil
                        ? SyntaxError(column: opening, message: "'(' without ')'")
                        : error("expected 'and', 'or' or ')' before '\(current ?? "")'")
                }
                next += 1
                return inner
            case nil: throw error("expected a tag at the end")
            case "and", "or", ")": throw error("expected a tag before '\(current ?? "")'")
            case .some(let name):
                next += 1
                return .tag(name)
            }
        }

        private func error(_ message: String) -> SyntaxError {
            SyntaxError(column: next < tokens.count ? tokens[next].column : end, message: message)
        }
    }
}
