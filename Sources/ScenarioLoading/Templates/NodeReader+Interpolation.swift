import AssayCore
import DataFormats

extension NodeReader {
    /// Reads text with holes: `${name}`, `${env:NAME}`, `${secret:NAME}`, `${run:NAME}`; `$${` is a literal `${`.
    ///
    /// - Parameter range: Of the scalar; faults inside are shown there, since escapes and folding move columns.
    mutating func interpolated(_ text: String, at range: SourceRange) -> Template? {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return Template(.string(text), at: range) }
        guard let segments = segments(of: text, at: range) else { return nil }
        if segments.isEmpty { return Template(.string(""), at: range) }
        if segments.count == 1 {
            switch segments[0] {
            case .literal(let literal): return Template(.string(literal), at: range)
            case .reference(let reference): return Template(.reference(reference), at: range)
            }
        }
        return Template(.interpolated(segments), at: range)
    }

    private mutating func segments(of text: String, at range: SourceRange) -> [Template.Segment]? {
        var segments: [Template.Segment] = []
        var literal: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if rest.starts(with: "$${".utf8) {
                literal += "${".utf8
                rest = rest.dropFirst(3)
            } else if rest.starts(with: "${".utf8) {
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
                    report(
                        "unclosed-reference", "'${' is not closed",
                        fix: "add '}', or write '$${' for the two characters themselves",
                        at: range)
                    return nil
                }
                let name = String(decoding: rest[(rest.startIndex + 2)..<end], as: UTF8.self)
                guard let reference = reference(name, at: range) else { return nil }
                if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
                literal = []
                segments.append(.reference(reference))
                rest = rest[(end + 1)...]
            } else {
                literal.append(byte)
                rest = rest.dropFirst()
            }
        }
        if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
        return segments
    }

    mutating func reference(_ text: String, at range: SourceRange) -> Template.Reference? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, isVariableName(parts[1]) {
            switch parts[0] {
            case "env": return .environment(parts[1])
            case "secret": return .secret(parts[1])
            case "run" where parts[1] == "id" || parts[1] == "mailbox":
                if parts[1] == "mailbox" { scope.use("run:mailbox") }
                return .run(parts[1])
            default: break
            }
        }
        guard parts.count == 1, isVariableName(text) else {
            report(
                "bad-reference", "'${\(text)}' is not a reference",
                fix: "write ${name}, ${env:NAME}, ${secret:NAME}, ${run:id} or ${run:mailbox}, or $${ for the text itself",
                at: range)
            return nil
        }
        guard scope.declared[text] != nil else {
            let near = nearestName(to: text, among: scope.declared.keys.sorted())
            report(
                "unknown-variable", "there is no variable, example column or capture '\(text)' here",
                fix: near.map { "did you mean '${\($0)}'?" } ?? "define it under 'variables'", at: range)
            return nil
        }
        scope.use(text)
        return .name(text)
    }

    /// Reads `clock`, `${name}` or an instant, and steps from it: `${start} + 92d - 1ms`.
    mutating func timeExpression(_ text: String, at range: SourceRange) -> Template.TimeExpression? {
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first, let origin = timeOrigin(first, at: range) else {
            if words.isEmpty {
                report("bad-time", "the time expression is empty", fix: "write clock, ${name} or an instant", at: range)
            }
            return nil
        }
        var offset = Duration.zero
        var rest = words.dropFirst()
        while let sign = rest.popFirst() {
            guard sign == "+" || sign == "-", let step = rest.popFirst() else {
                report(
                    "bad-time", "'\(text)' is not a time expression: '\(sign)' stands where '+' or '-' and a duration are due",
                    fix: "write it as in \"clock - 92d\", with spaces around + and -", at: range)
                return nil
            }
            do {
                let duration = try Duration(text: step)
                offset += sign == "+" ? duration : .zero - duration
            } catch {
                report("bad-duration", error.message, fix: "write a duration such as 92d, 1h30m or 250ms", at: range)
                return nil
            }
        }
        return Template.TimeExpression(origin: origin, offset: offset)
    }

    private mutating func timeOrigin(_ word: String, at range: SourceRange) -> Template.TimeExpression.Origin? {
        if word == "clock" { return .clock }
        if word.hasPrefix("${"), word.hasSuffix("}") {
            return reference(String(word.dropFirst(2).dropLast()), at: range).map { .reference($0) }
        }
        do {
            return .instant(try RFC3339Timestamp(word).instant)
        } catch {
            report(
                "bad-time", "'\(word)' is no point in time: \(error.message)",
                fix: "write clock, ${name} or an instant such as 2015-03-04T00:00:00Z", at: range)
            return nil
        }
    }
}

/// What a message says of the names of variables, columns, captures and bindings.
let nameForm = "use letters, digits, '_' and '-', and no digit first"

/// Whether `text` is letters, digits, `_` and `-`, from a letter or `_` on.
func isVariableName(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F }
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
}
