import AssayCore
import DataFormats

/// The classes of a single parameter's values, by its type and its limits.
struct ValueClasses {
    private let parameter: Parameter
    private(set) var classes: [ParameterClass] = []

    /// The first class is that of an ordinary request.
    init(of parameter: Parameter) {
        self.parameter = parameter
        for (number, example) in parameter.examples.enumerated() {
            add(.init(number == 0 ? "usual" : Self.id(of: example), .value(example), .combined))
        }
        for value in parameter.alone { add(.init(Self.id(of: value), .value(value), .alone)) }
        switch parameter.kind {
        case .string, .phone: addTexts()
        case .email: addFaults(Self.wrongEmails)
        case .uuid: addUUIDs()
        case .timestamp: addTimestamps()
        case .enum: addEnum()
        case .list: addList()
        case .integer, .number: addNumbers()
        case .boolean: addBooleans()
        case .array: addArrays()
        case .object: break
        }
        addWrongKinds()
        for value in parameter.invalid { add(.init("not-" + Self.id(of: value), .value(value), .invalid)) }
        add(.init("left-out", .absent, parameter.isRequired ? .invalid : .combined))
    }

    /// A class whose value another one stands for already is not needed.
    private mutating func add(_ new: ParameterClass) {
        if parameter.place == .path, new.value == .absent || new.value == .value(.string("")) { return }
        guard !classes.contains(where: { $0.value == new.value }) else { return }
        var new = new
        var number = 2
        let id = new.id
        while classes.contains(where: { $0.id == new.id }) {
            new.id = "\(id)-\(number)"
            number += 1
        }
        classes.append(new)
    }

    private mutating func addFaults(_ texts: [(String, String)]) {
        for (id, text) in texts { add(.init(id, text: text, .invalid)) }
    }

    // MARK: - Texts

    private mutating func addTexts() {
        let length = parameter.length
        guard parameter.pattern == nil else { return }
        if let least = length.least {
            add(.init("shortest", text: String(repeating: "a", count: least), .alone))
            if least > 0 { add(.init("too-short", text: String(repeating: "a", count: least - 1), .invalid)) }
        }
        if let most = length.most {
            add(.init("longest", text: String(repeating: "a", count: most), .alone))
            add(.init("too-long", text: String(repeating: "a", count: most + 1), .invalid))
        }
    }

    static let wrongEmails = [
        ("empty", ""), ("no-at", "qa.example.com"), ("no-domain", "qa@"), ("no-local-part", "@example.com"),
        ("two-ats", "qa@qa@example.com"), ("a-space", "q a@example.com"), ("two-addresses", "qa@example.com,qb@example.com"),
        ("a-line-break", "qa@example.com\nBcc: qb@example.com"),
    ]

    private mutating func addUUIDs() {
        add(.init("nil-uuid", text: "00000000-0000-0000-0000-000000000000", .alone))
        addFaults([
            ("empty", ""), ("a-digit-short", "123e4567-e89b-12d3-a456-42661417400"),
            ("no-hexadecimal", "123e4567-e89b-12d3-a456-42661417400g"), ("no-hyphens", "123e4567e89b12d3a456426614174000x"),
        ])
    }

    // MARK: - Timestamps

    /// Instants at which calendars and counters turn.
    private static let turns = [
        ("leap-day", "2016-02-29T23:59:59.999Z"), ("month-end", "2015-04-30T23:59:59.999Z"),
        ("year-end", "2014-12-31T23:59:59.999Z"), ("clocks-forward-america", "2015-03-08T07:00:00.000Z"),
        ("clocks-back-europe", "2015-10-25T01:00:00.000Z"), ("epoch", "1970-01-01T00:00:00.000Z"),
        ("before-the-epoch", "1969-12-31T23:59:59.999Z"), ("beyond-32-bits", "2038-01-19T03:14:08.000Z"),
        ("far-past", "0001-01-01T00:00:00.000Z"), ("far-future", "9998-01-01T00:00:00.000Z"),
    ]

    private static let noTimestamps = [
        ("empty", ""), ("a-word", "yesterday"), ("a-date", "2015-03-04"), ("no-zone", "2015-03-04T00:00:00.000"),
        ("no-such-day", "2015-02-29T00:00:00.000Z"), ("no-such-month", "2015-13-01T00:00:00.000Z"),
        ("no-such-hour", "2015-03-04T25:00:00.000Z"), ("no-such-minute", "2015-03-04T00:60:00.000Z"),
        ("five-digits-of-a-year", "10000-01-01T00:00:00.000Z"), ("a-32-bit-number", "2147483648"),
        ("a-64-bit-number", "9223372036854775808"), ("more-behind-it", "2015-03-04T00:00:00.000Zx"),
    ]

    private mutating func addTimestamps() {
        for (id, text) in Self.turns { add(.init(id, text: text, .combined)) }
        addFaults(Self.noTimestamps)
    }

    // MARK: - Words

    private mutating func addEnum() {
        let values = parameter.values
        for value in values { add(.init(Self.id(of: .string(value)), text: value, .combined)) }
        addUnknownWords()
        if values.count > 1 { add(.init("two-values", text: "\(values[0]),\(values[1])", .invalid)) }
    }

    private mutating func addList() {
        let (values, separator) = (parameter.values, parameter.separator ?? ",")
        if parameter.examples.isEmpty {
            for value in Set([values.first, values.last].compactMap(\.self)).sorted() {
                add(.init(Self.id(of: .string(value)), text: value, .combined))
            }
        }
        for value in values { add(.init(Self.id(of: .string(value)), text: value, .alone)) }
        if values.count > 1 { add(.init("all", text: values.joined(separator: separator), .alone)) }
        addUnknownWords()
        guard let first = values.first, let last = values.last else { return }
        addFaults([
            ("one-unknown", "\(first)\(separator)no-such-value"), ("empty-item", "\(first)\(separator)\(separator)\(last)"),
            ("separator-at-the-end", first + separator), ("separator-at-the-start", separator + first),
            ("a-space-between", "\(first)\(separator) \(last)"),
        ])
    }

    private mutating func addUnknownWords() {
        var words = [("empty", ""), ("unknown", "no-such-value")]
        if let first = parameter.values.first {
            let other = first.lowercased() == first ? first.uppercased() : first.lowercased()
            words.append(("other-case", other))
            words.append(("a-space-behind", first + " "))
        }
        addFaults(words.filter { !parameter.values.contains($0.1) })
    }

    // MARK: - Numbers

    /// - Returns: A value of JSON in a body, its text elsewhere.
    private func number(_ text: String) -> DataValue {
        guard parameter.place == .body, let number = NumberText(text) else { return .string(text) }
        return .number(number)
    }

    private mutating func addNumbers() {
        for (bound, ids, step) in [
            (parameter.range.least, ("least", "below-least"), -1), (parameter.range.most, ("most", "above-most"), 1),
        ] {
            guard let bound else { continue }
            add(.init(ids.0, .value(number(bound.text)), .combined))
            if let beyond = Self.next(after: bound.text, by: step) { add(.init(ids.1, .value(number(beyond)), .invalid)) }
        }
        if parameter.range.most != nil {
            add(.init("beyond-32-bits", .value(number("2147483648")), .invalid))
            add(.init("beyond-64-bits", .value(number("9223372036854775808")), .invalid))
        }
        addFaults([("a-word", "one"), ("empty", "")])
        if parameter.kind == .integer { add(.init("a-fraction", .value(number("1.5")), .invalid)) }
    }

    /// The next number of as many digits behind the point.
    private static func next(after text: String, by step: Int) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.count > 1 ? parts[1].count : 0
        guard parts.count <= 2, let units = Int(parts.joined()) else { return nil }
        let (next, overflow) = units.addingReportingOverflow(step)
        guard !overflow else { return nil }
        guard digits > 0 else { return String(next) }
        let padded = String(repeating: "0", count: max(0, digits + 1 - String(next.magnitude).count)) + String(next.magnitude)
        return (next < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    private mutating func addBooleans() {
        for value in [true, false] {
            add(.init("\(value)", .value(parameter.place == .body ? .bool(value) : .string("\(value)")), .combined))
        }
        addFaults([("a-word", "maybe")])
    }

    // MARK: - Arrays

    private mutating func addArrays() {
        let item = usualItem
        if parameter.examples.isEmpty { add(.init("usual", .value(.array([item(1)])), .combined)) }
        let count = parameter.itemCount
        if let least = count.least, least > 0 {
            add(.init("fewest", .value(.array((1...least).map(item))), .alone))
            add(.init(least == 1 ? "no-items" : "too-few", .value(.array((1..<least).map(item))), .invalid))
        }
        if let most = count.most {
            add(.init("most", .value(.array((1...max(most, 1)).map(item))), .alone))
            add(.init("too-many", .value(.array((1...most + 1).map(item))), .invalid))
        }
        guard let kind = parameter.items else { return }
        var single = Parameter(name: parameter.name, place: .body, kind: kind, placeInFile: parameter.placeInFile)
        (single.values, single.isRequired) = (parameter.values, true)
        for wrong in ValueClasses(of: single).classes where wrong.kind == .invalid {
            guard case .value(let value) = wrong.value else { continue }
            add(.init("an-item-\(wrong.id)", .value(.array([item(1), value])), .invalid))
        }
    }

    /// Items that are right, each another.
    private var usualItem: (Int) -> DataValue {
        let example: DataValue? = if case .array(let items)? = parameter.examples.first { items.first } else { nil }
        let parameter = parameter
        return { number in
            if number == 1, let example { return example }
            switch parameter.items {
            case .email: return .string("qa\(number)@example.com")
            case .integer, .number: return .number(NumberText(number))
            case .boolean: return .bool(number % 2 == 0)
            case .enum where !parameter.values.isEmpty: return .string(parameter.values[(number - 1) % parameter.values.count])
            case .phone: return .string("+5841255\(50000 + number)")
            default: return .string("item-\(number)")
            }
        }
    }

    // MARK: - Values of another kind

    private mutating func addWrongKinds() {
        guard parameter.place == .body else { return }
        let own: String =
            switch parameter.kind {
            case .integer, .number: "number"
            case .boolean: "boolean"
            case .array: "array"
            case .object: "object"
            default: "string"
            }
        let others: [(String, DataValue)] = [
            ("a-number", .number(NumberText(5))), ("a-text", .string("5")), ("a-boolean", .bool(true)), ("an-array", .array([])),
            ("an-object", .object([])), ("null", .null),
        ]
        for (id, value) in others where value.kindName != own {
            if value == .null, !parameter.isRequired { continue }
            add(.init(id, .value(value), .invalid))
        }
    }

    /// Words of an id that a value gives: `SENT,EXPIRED` is `sent-expired`.
    static func id(of value: DataValue) -> String {
        let text =
            switch value {
            case .null: "null"
            case .bool(let value): "\(value)"
            case .number(let number): number.text.replacing("-", with: "minus-")
            case .string(let text): text
            case .array(let items): items.map(id(of:)).joined(separator: "-")
            case .object(let members): members.map(\.name).joined(separator: "-")
            }
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let id = words.joined(separator: "-")
        if text.isEmpty { return "empty" }
        if id.isEmpty { return "value-\(String(fnv1a(text), radix: 36))" }
        return id.utf8.count <= 40 ? id : "\(id.prefix(32).drop { $0 == "-" })-\(String(fnv1a(text), radix: 36))"
    }
}

/// FNV-1a of 64 bits: the same on every machine and in every version.
func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}
