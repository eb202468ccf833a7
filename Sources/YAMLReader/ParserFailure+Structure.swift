internal import AssayCore

// MARK: - Collections

extension ParserFailure {
    /// A line of a block mapping that is no entry: mostly `key:value`.
    func explainMissingColon(_ text: FailureText) -> Explanation {
        let key = text.context
        let shown = string(key.after.prefix(60))
        let range = key.range(length: max(min(key.after.count, 60), 1))
        let note = ("it was looked for up to here", text.problem.range())
        if key.after.count > 1024, key.after.dropFirst(1024).contains(":") {
            return Explanation(
                "a key has more than 1,024 characters", fix: "write '? ' before it and ': ' on the next line", at: key.range())
        }
        if let colon = colonWithoutSpace(in: key.after) {
            let name = string(key.after[..<colon]).abbreviated
            let value = string(key.after[(colon + 1)...].prefix(40))
            return Explanation("a space is missing after the ':' of '\(name)'", fix: "write '\(name): \(value)'", at: range)
        }
        return Explanation(
            "no ': ' follows the key '\(shown)'",
            fix: "write 'key: value', or indent the line if it belongs to the text before it",
            at: range, note: note)
    }

    private func colonWithoutSpace(in line: ArraySlice<Unicode.Scalar>) -> Int? {
        line.indices.first { index in
            guard line[index] == ":", index > line.startIndex, index + 1 < line.endIndex else { return false }
            return line[index + 1] != " " && line[index + 1] != "/"
        }
    }

    func explainFlow(_ text: FailureText) -> Explanation {
        let isSequence = context == "while parsing a flow sequence"
        let (name, close) = isSequence ? ("sequence", "]") : ("mapping", "}")
        guard problem.hasPrefix("did not find expected ','") else { return general(text) }
        return Explanation(
            "a ',' or '\(close)' is missing in the \(name) that starts here", at: text.context.range(),
            note: ("it was expected before this", text.problem.range()))
    }

    func explainBlockMapping(_ text: FailureText) -> Explanation {
        let note = ("the mapping starts here", text.context.range())
        let problem = text.problem
        if problem.isLineStart {
            return Explanation(
                "the line is indented unlike the keys of its mapping", fix: "indent it like the keys it belongs to",
                at: problem.range(), note: note)
        }
        let before = problem.before.last { $0 != " " && $0 != "\t" }
        if before == "\"" || before == "'" {
            return Explanation(
                "text follows a quoted text", fix: "quote all of it; within single quotes write '' for '", at: problem.range(),
                note: note)
        }
        return Explanation("this belongs to no key of the mapping", at: problem.range(), note: note)
    }

    func explainBlockSequence(_ text: FailureText) -> Explanation {
        let note = ("the sequence starts here", text.context.range())
        guard text.problem.isLineStart else {
            return Explanation("this belongs to no item of the sequence", at: text.problem.range(), note: note)
        }
        return Explanation(
            "the line is no item of the sequence before it: it does not start with '- ' below the first one",
            at: text.problem.range(), note: note)
    }
}

// MARK: - Tokens

extension ParserFailure {
    func explainToken(_ text: FailureText) -> Explanation {
        let spot = text.problem
        switch problem {
        case "mapping values are not allowed in this context": return explainUnexpectedColon(text)
        case "block sequence entries are not allowed in this context":
            return Explanation(
                "an item of a sequence may not start here", fix: "put '- ' on a line of its own, or quote the text",
                at: spot.range())
        case "mapping keys are not allowed in this context":
            return Explanation("'? ' may not stand here", fix: "quote the text if '?' is meant", at: spot.range())
        case "found a tab character that violates indentation": return tabIndentation(text)
        case "found unexpected ':'":
            return Explanation("a space is missing after the ':'", fix: "write ': ', or quote the text", at: spot.range())
        case "found unknown directive name":
            let name = string(spot.line.prefix { $0 != " " })
            return Explanation(
                "YAML has no directive '\(name.abbreviated)'", fix: "quote the text, or remove the line", at: text.context.range()
            )
        case "found character that cannot start any token":
            guard let scalar = spot.scalar else { return general(text) }
            if scalar == "\t" { return tabIndentation(text) }
            return Explanation("an unquoted text may not start with '\(scalar)'", fix: "quote the text", at: spot.range())
        case "did not find expected node content":
            guard let scalar = spot.scalar else { return Explanation("a value is missing here", at: spot.range()) }
            return Explanation("'\(scalar)' stands where a value should", fix: "quote it if a text is meant", at: spot.range())
        case "did not find expected <document start>":
            return Explanation(
                "the document has ended before this", fix: "start another one with '---', or look for a bracket too many",
                at: spot.range())
        case "found incompatible YAML document":
            return Explanation(
                "the file asks for another version than YAML 1.1 or 1.2", at: spot.range(length: max(spot.after.count, 1)))
        default: return general(text)
        }
    }

    private func explainUnexpectedColon(_ text: FailureText) -> Explanation {
        let spot = text.problem
        if let first = spot.before.indices.dropLast().first(where: { spot.line[$0] == ":" && spot.line[$0 + 1] == " " }) {
            return Explanation(
                "a second ': ' stands in the value of '\(string(spot.before[..<first].drop { $0 == " " }).abbreviated)'",
                fix: "quote the value, or start the inner mapping on the next line", at: spot.range())
        }
        guard let line = text.lineBefore else {
            return Explanation("': ' may not stand here", fix: "quote the text", at: spot.range())
        }
        let content = line.line.drop { $0 == " " || $0 == "\t" }
        let range = SourceRange(line: line.mark.line + 1, column: content.startIndex + 1, length: max(content.count, 1))
        if let colon = colonWithoutSpace(in: content) {
            let name = string(content[..<colon]).abbreviated
            return Explanation(
                "a space is missing after the ':' of '\(name)'",
                fix: "write '\(name): \(string(content[(colon + 1)...].prefix(40)))'",
                at: range, note: ("so this line was read as more of the text", spot.range()))
        }
        return Explanation(
            "': ' may not stand here: the line goes on with the text of the line before it",
            fix: "quote that text, or give it a key",
            at: spot.range(), note: ("the text before it", range))
    }

    /// libyaml's own words.
    func general(_ text: FailureText) -> Explanation {
        guard let context else { return Explanation(problem, at: text.problem.range()) }
        return Explanation(
            "\(problem) \(context)", at: text.context.range(), note: ("it was expected here", text.problem.range()))
    }
}
