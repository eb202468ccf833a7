extension JSONPathParser {
    /// Section 2.3.5.1: `||` binds weaker than `&&`.
    mutating func parseLogical() throws(JSONPathSyntaxError) -> JSONPath.Logical {
        var alternatives: [JSONPath.Logical] = []
        repeat {
            skipBlanks()
            alternatives.append(try parseConjunction())
        } while takeAfterBlanks("||")
        return alternatives.count == 1 ? alternatives[0] : .any(alternatives)
    }

    private mutating func parseConjunction() throws(JSONPathSyntaxError) -> JSONPath.Logical {
        var parts: [JSONPath.Logical] = []
        repeat {
            skipBlanks()
            parts.append(try parseBasic())
        } while takeAfterBlanks("&&")
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// Leaves the blanks alone when `text` does not follow.
    private mutating func takeAfterBlanks(_ text: String) -> Bool {
        let start = position
        skipBlanks()
        if take(text) { return true }
        rewind(to: start)
        return false
    }

    private mutating func parseBasic() throws(JSONPathSyntaxError) -> JSONPath.Logical {
        let isNegated = take("!")
        if isNegated { skipBlanks() }
        if take("(") {
            let inner = try nested { (parser) throws(JSONPathSyntaxError) in
                let inner = try parser.parseLogical()
                parser.skipBlanks()
                guard parser.take(")") else { throw parser.expected("'&&', '||' or ')'") }
                return inner
            }
            return isNegated ? .not(inner) : inner
        }
        let start = position
        let term = try parseTerm()
        if !isNegated, let comparison = takeComparison() {
            let left = try comparable(term, at: start)
            skipBlanks()
            let rightStart = position
            return .comparison(left, comparison, try comparable(try parseTerm(), at: rightStart))
        }
        let test = try testable(term, at: start)
        return isNegated ? .not(test) : test
    }

    private mutating func takeComparison() -> JSONPath.Comparison? {
        let start = position
        skipBlanks()
        for comparison in JSONPath.Comparison.allCases where take(comparison.rawValue) { return comparison }
        rewind(to: start)
        return nil
    }
}

// MARK: - Terms and their types, section 2.4

extension JSONPathParser {
    /// What a literal, a query or a function yields, before its place says what is needed there.
    private enum Term {
        case literal(JSONNode)
        case query(JSONPath.Query)
        case value(JSONPath.Operand)
        case logical(JSONPath.Logical)
    }

    private func comparable(_ term: Term, at start: Int) throws(JSONPathSyntaxError) -> JSONPath.Operand {
        switch term {
        case .literal(let node): return .literal(node)
        case .value(let operand): return operand
        case .query(let query):
            guard query.isSingular else { throw fault("only a query for a single node can be compared", at: start) }
            return .query(query)
        case .logical: throw fault("the result of this function is true or false already and cannot be compared", at: start)
        }
    }

    private func testable(_ term: Term, at start: Int) throws(JSONPathSyntaxError) -> JSONPath.Logical {
        switch term {
        case .query(let query): return .exists(query)
        case .logical(let logical): return logical
        case .literal: throw fault("a literal must be compared with something", at: start)
        case .value: throw fault("the result of this function must be compared with something", at: start)
        }
    }

    private mutating func parseTerm() throws(JSONPathSyntaxError) -> Term {
        switch current {
        case "@", "$":
            let isRelative = current == "@"
            advance()
            return .query(.init(isRelative: isRelative, segments: try parseSegments()))
        case "'", "\"":
            var json: [UInt8] = []
            appendJSONString(try parseString(), to: &json)
            return .literal(try literal(String(decoding: json, as: UTF8.self)))
        case let scalar? where scalar == "-" || ("0"..."9").contains(scalar):
            return .literal(try parseNumber())
        case let scalar? where ("a"..."z").contains(scalar):
            return try parseWord()
        default:
            throw expected("a query, a literal, a function or '('")
        }
    }

    /// A JSON number, which may be `-0` here.
    private mutating func parseNumber() throws(JSONPathSyntaxError) -> JSONNode {
        let start = position
        while let scalar = current, "+-.eE0123456789".unicodeScalars.contains(scalar) { advance() }
        let text = text(from: start)
        guard Decimal(text) != nil else { throw fault("'\(text)' is not a number", at: start) }
        return try literal(text)
    }

    private mutating func parseWord() throws(JSONPathSyntaxError) -> Term {
        let start = position
        while let scalar = current, ("a"..."z").contains(scalar) || scalar == "_" || ("0"..."9").contains(scalar) { advance() }
        let word = text(from: start)
        if lookahead("(") { return try parseFunction(word, at: start) }
        guard ["true", "false", "null"].contains(word) else {
            throw fault("'\(word)' is neither true, false, null nor a function", at: start)
        }
        return .literal(try literal(word))
    }

    private func literal(_ json: String) throws(JSONPathSyntaxError) -> JSONNode {
        do throws(JSONSyntaxError) {
            return try JSONDocument(parsing: json).root
        } catch {
            throw fault(error.message)
        }
    }

    private mutating func parseFunction(_ name: String, at start: Int) throws(JSONPathSyntaxError) -> Term {
        guard let parameters = Self.parameters[name] else {
            throw fault("the function '\(name)' is not known: there are length, count, match, search and value", at: start)
        }
        advance()
        let arguments = try nested { (parser) throws(JSONPathSyntaxError) in try parser.parseArguments() }
        guard arguments.count == parameters else {
            throw fault("\(name) takes \(parameters) argument\(parameters == 1 ? "" : "s"), not \(arguments.count)", at: start)
        }
        switch name {
        case "length": return .value(.length(try comparable(arguments[0].term, at: arguments[0].start)))
        case "count": return .value(.count(try nodes(arguments[0].term, of: name, at: arguments[0].start)))
        case "value": return .value(.value(try nodes(arguments[0].term, of: name, at: arguments[0].start)))
        default:
            let value = try comparable(arguments[0].term, at: arguments[0].start)
            let pattern = try comparable(arguments[1].term, at: arguments[1].start)
            return .logical(.matches(value, pattern: pattern, isWhole: name == "match"))
        }
    }

    private static let parameters = ["length": 1, "count": 1, "value": 1, "match": 2, "search": 2]

    private mutating func parseArguments() throws(JSONPathSyntaxError) -> [(term: Term, start: Int)] {
        var arguments: [(term: Term, start: Int)] = []
        skipBlanks()
        guard !take(")") else { return [] }
        repeat {
            skipBlanks()
            let start = position
            arguments.append((try parseTerm(), start))
            skipBlanks()
        } while take(",")
        guard take(")") else { throw expected("',' or ')'") }
        return arguments
    }

    private func nodes(_ term: Term, of name: String, at start: Int) throws(JSONPathSyntaxError) -> JSONPath.Query {
        guard case .query(let query) = term else { throw fault("\(name) takes a query, such as @.*", at: start) }
        return query
    }
}
