import AssayCore
import DataFormats

/// The requests of cases as scenarios state them.
struct RequestText {
    private enum Concrete: Hashable {
        case absent
        case value(DataValue)
    }

    private let operation: Operation
    private let usual: [Int: ParameterClass.Value]
    private let ordinary: [Concrete]

    init(_ classes: OperationClasses) {
        operation = classes.operation
        usual = Dictionary(uniqueKeysWithValues: classes.classes.indices.map { ($0, classes.classes[$0][0].value) })
        ordinary = Self.concrete([:], usual, count: classes.classes.count)
    }

    /// What is sent for each parameter: distances become moments.
    private static func concrete(
        _ values: [Int: ParameterClass.Value], _ usual: [Int: ParameterClass.Value], count: Int
    ) -> [Concrete] {
        func moment(_ index: Int, _ value: ParameterClass.Value?) -> Instant? {
            guard case .value(.string(let text))? = value else { return nil }
            return Instant(rfc3339: text)
        }
        return (0..<count).map { index in
            switch values[index] ?? usual[index] {
            case .value(let value)?: return .value(value)
            case .distance(let distance, let other)?:
                // Where the other has a fault, it is that of an ordinary request.
                let start = moment(other, values[other]) ?? moment(other, usual[other])
                return .value(.string(((start ?? Instant(seconds: 0)) + distance).rfc3339()))
            case .absent?, nil: return .absent
            }
        }
    }

    /// `method`, `path` and what an ordinary request holds, as lines of `request:` under `defaults`.
    func ordinaryLines() -> [String] {
        var lines = ["method: \(operation.method.yamlScalar)", "path: \(path(ordinary).yamlScalar)"]
        let places: [(Parameter.Place, String)] = [(.query, "query"), (.header, "headers"), (.body, "json")]
        for (place, key) in places {
            let members = self.members(of: place, ordinary) { _, value in value != .absent }
            if place == .header, let headers = operation.headers {
                lines += headers.adding(members).lines(after: "headers:")
            } else if !members.isEmpty {
                lines.append("\(key): {\(members.joined(separator: ", "))}")
            }
        }
        return lines
    }

    /// What of a case's request differs from the ordinary one, in flow style; `nil` for nothing.
    func departures(_ values: [Int: ParameterClass.Value]) -> String? {
        let own = Self.concrete(values, usual, count: ordinary.count)
        var parts: [String] = []
        if path(own) != path(ordinary) { parts.append("path: \(path(own).yamlScalar)") }
        let places: [(Parameter.Place, String)] = [(.query, "query"), (.header, "headers"), (.body, "json")]
        for (place, key) in places {
            let members = self.members(of: place, own) { index, value in value != ordinary[index] }
            if !members.isEmpty { parts.append("\(key): {\(members.joined(separator: ", "))}") }
        }
        return parts.isEmpty ? nil : "{\(parts.joined(separator: ", "))}"
    }

    private func members(of place: Parameter.Place, _ values: [Concrete], where isStated: (Int, Concrete) -> Bool) -> [String] {
        values.indices.filter { operation.parameters[$0].place == place && isStated($0, values[$0]) }.map { index in
            let name = operation.parameters[index].name.yamlScalar
            return switch values[index] {
            case .absent: "\(name): !absent "
            case .value(let value): "\(name): \(place == .body ? value.yamlFlow : value.plainText.yamlScalar)"
            }
        }
    }

    private func path(_ values: [Concrete]) -> String {
        var path = operation.path
        for (index, parameter) in operation.parameters.enumerated() where parameter.place == .path {
            guard case .value(let value) = values[index] else { continue }
            path = path.replacing("{\(parameter.name)}", with: value.plainText.percentEncoded)
        }
        return path
    }
}

extension DataValue {
    /// Where there is no JSON.
    fileprivate var plainText: String {
        switch self {
        case .null: ""
        case .bool(let value): "\(value)"
        case .number(let number): number.text
        case .string(let text): text
        case .array(let items): items.map(\.plainText).joined(separator: ",")
        case .object: ""
        }
    }

    fileprivate var yamlFlow: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let number): number.text
        case .string(let text): text.yamlScalar
        case .array(let items): "[\(items.map(\.yamlFlow).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\($0.name.yamlScalar): \($0.value.yamlFlow)" }.joined(separator: ", "))}"
        }
    }
}

extension String {
    /// As a scalar of YAML, also in flow style, that is read as this text and nothing else: no reference in it is followed.
    var yamlScalar: String {
        let words = ["true", "false", "null", "yes", "no", "on", "off"]
        let isPlain = wholeMatch(of: /[A-Za-z\/][A-Za-z0-9._\/-]*/) != nil && !words.contains(lowercased())
        if isPlain { return self }
        var text = "\""
        for scalar in replacing("${", with: "$${").unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case " "..."~": text.unicodeScalars.append(scalar)
            case _ where scalar.properties.isAlphabetic: text.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return text + "\""
    }

    /// RFC 3986 section 2.3: all but the unreserved.
    fileprivate var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, Character(scalar).isLetter || Character(scalar).isNumber || "-._~".unicodeScalars.contains(scalar)
            {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }
}

extension YAMLFragment {
    /// A mapping with more entries behind its own.
    ///
    /// - Parameter members: As in flow style, which stands as well in a line of its own.
    fileprivate func adding(_ members: [String]) -> YAMLFragment {
        guard isInline, let last = lines.last, last.hasSuffix("}") else {
            return YAMLFragment(lines: lines + members, isInline: isInline)
        }
        var more = self
        more.lines[more.lines.count - 1] = ([String(last.dropLast())] + members).joined(separator: ", ") + "}"
        return more
    }

    /// The fragment under its key, in lines without an indentation of their own.
    func lines(after key: String) -> [String] {
        guard let first = lines.first else { return [] }
        return isInline ? ["\(key) \(first)"] + lines.dropFirst().map { "  \($0)" } : [key] + lines.map { "  \($0)" }
    }
}
