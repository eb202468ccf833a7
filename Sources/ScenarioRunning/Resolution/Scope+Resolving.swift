internal import AssayCore
internal import DataFormats

extension Scope {
    /// Returns `template` without references, times, conversions and files; matchers stay. One that has none of them is returned as
    /// it is. Every part keeps its place; what a reference brings in stands where the reference does.
    mutating func resolve(_ template: Template) throws(ResolutionError) -> Template {
        if template.isConstant { return template }
        let range = template.range
        switch template.shape {
        case .null, .bool, .number, .string: return template
        case .array(let elements): return Template(.array(try resolve(elements)), at: range)
        case .object(let members): return Template(.object(try resolve(members)), at: range)
        case .interpolated(let segments): return Template(.string(try text(of: segments, at: range)), at: range)
        case .reference(let reference): return try value(reference, at: range)
        case .time(let expression): return Template(.string(try time(expression, at: range)), at: range)
        case .converted(let conversion, let inner): return try convert(resolve(inner), to: conversion, at: range)
        case .file(let path): return try content(ofFile: string(path), at: range)
        case .matcher(let matcher):
            return Template(.matcher(try matcher.mapParts { (part) throws(ResolutionError) in try resolve(part) }), at: range)
        }
    }

    mutating func resolve(_ templates: [Template]) throws(ResolutionError) -> [Template] {
        var result: [Template] = []
        result.reserveCapacity(templates.count)
        for template in templates { result.append(try resolve(template)) }
        return result
    }

    mutating func resolve(_ members: [Template.Member]) throws(ResolutionError) -> [Template.Member] {
        var result = members
        for index in result.indices { result[index].value = try resolve(members[index].value) }
        return result
    }

    /// Returns the text that a template stands for: a string, a number as it is written, a boolean.
    mutating func string(_ template: Template) throws(ResolutionError) -> String {
        let value = try resolve(template)
        guard let text = value.scalarText else {
            throw ResolutionError("this must be text, not \(value.kindName)", at: template.range)
        }
        return text
    }

    private mutating func text(of segments: [Template.Segment], at range: SourceRange) throws(ResolutionError) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .literal(let literal): text += literal
            case .reference(let reference):
                let value = try value(reference, at: range)
                guard let part = value.scalarText else {
                    throw ResolutionError("\(reference.written) is \(value.kindName), which cannot be part of a text", at: range)
                }
                text += part
            }
        }
        return text
    }

    private mutating func convert(
        _ value: Template, to conversion: Template.Conversion, at range: SourceRange
    ) throws(ResolutionError) -> Template {
        guard let text = value.scalarText else {
            throw ResolutionError("!\(conversion.rawValue) takes text, not \(value.kindName)", at: range)
        }
        switch conversion {
        case .text: return Template(.string(text), at: range)
        case .base64:
            let encoded = base64(Array(text.utf8))
            // The code is as good as the secret in it.
            if let redaction = Redaction(of: secrets), redaction.finds(Array(text.utf8)) { hide(encoded) }
            return Template(.string(encoded), at: range)
        case .int:
            guard let number = NumberText(text), !text.utf8.contains(where: { ".eE".utf8.contains($0) }) else {
                throw ResolutionError("'\(text)' is no whole number", at: range)
            }
            return Template(.number(number), at: range)
        }
    }

    private func content(ofFile path: String, at range: SourceRange) throws(ResolutionError) -> Template {
        let bytes = try bytes(ofFile: path, at: range)
        if path.utf8.suffix(5).elementsEqual(".json".utf8) {
            do {
                return Template(value: try DataValue(json: bytes), at: range)
            } catch {
                throw ResolutionError(
                    "'\(path)' is no JSON: line \(error.line), column \(error.column): \(error.message)", at: range)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ResolutionError("'\(path)' is no text in UTF-8", at: range)
        }
        return Template(.string(text), at: range)
    }
}

// MARK: - Time

extension Scope {
    private mutating func time(
        _ expression: Template.TimeExpression, at range: SourceRange
    ) throws(ResolutionError) -> String {
        let origin: Instant
        switch expression.origin {
        case .clock: origin = clock
        case .instant(let instant): origin = instant
        case .reference(let reference):
            let value = try value(reference, at: range)
            guard case .string(let text) = value.shape else {
                throw ResolutionError("\(reference.written) is \(value.kindName), not a date and time", at: range)
            }
            do {
                origin = try RFC3339Timestamp(text).instant
            } catch {
                throw ResolutionError("\(reference.written) is no RFC 3339 time: '\(text)': \(error.message)", at: range)
            }
        }
        let instant = origin + expression.offset
        guard Self.writableSeconds.contains(instant.seconds) else {
            throw ResolutionError("the time lies outside the years 0000 to 9999, which RFC 3339 can write", at: range)
        }
        return instant.rfc3339(fractionDigits: instant.fractionDigits)
    }

    /// 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    private static let writableSeconds: ClosedRange<Int64> = -62_167_219_200...253_402_300_799
}

extension Instant {
    /// Milliseconds, and more digits only where they are needed.
    fileprivate var fractionDigits: Int {
        if nanoseconds.isMultiple(of: 1_000_000) { return 3 }
        return nanoseconds.isMultiple(of: 1000) ? 6 : 9
    }
}

extension Template.Reference {
    /// As a scenario writes it: `${env:HOME}`.
    var written: String {
        switch self {
        case .name(let name): "${\(name)}"
        case .environment(let name): "${env:\(name)}"
        case .secret(let name): "${secret:\(name)}"
        case .run(let name): "${run:\(name)}"
        }
    }
}
