import AssayCore
import DataFormats

/// How the values of one kind of setting are written in `given.policy`.
struct SettingForm<Value: Sendable>: Sendable {
    /// What may be written, to follow "must be".
    var allowed: String
    var written: @Sendable (Value) -> DataValue
    var read: @Sendable (DataValue) throws(UnfitValue) -> Value
}

/// A setting's value that is not allowed.
struct UnfitValue: Error {
    /// The names below the setting, such as `campaign` of `query_names`.
    var below: [String] = []
    /// `nil` where "must be ..., not ..." says it all.
    var message: String?
    var fix: String?
}

extension SettingForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static var choice: SettingForm {
        let words = Value.allCases.map(\.rawValue)
        return SettingForm(
            allowed: "one of " + words.map { DataValue.string($0).shown }.joined(separator: ", "),
            written: { .string($0.rawValue) }
        ) { value throws(UnfitValue) in
            guard let text = value.string else { throw UnfitValue() }
            // Words are compared byte by byte: `rawValue`'s own comparison takes canonically equal text for the same.
            guard let found = Value.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) else {
                throw UnfitValue(fix: nearestName(to: text, among: words).map { "did you mean '\($0)'?" })
            }
            return found
        }
    }
}

extension SettingForm where Value == Bool {
    static var flag: SettingForm {
        SettingForm(allowed: "true or false", written: { .bool($0) }) { value throws(UnfitValue) in
            guard case .bool(let flag) = value else { throw UnfitValue() }
            return flag
        }
    }
}

extension SettingForm where Value == Int {
    static func wholeNumber(in range: ClosedRange<Int>) -> SettingForm {
        let allowed =
            range.upperBound == .max
            ? "a whole number of \(range.lowerBound) or more" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return SettingForm(allowed: allowed, written: { .number(NumberText($0)) }) { value throws(UnfitValue) in
            guard case .number(let number) = value, let integer = number.integer, range.contains(integer) else {
                throw UnfitValue()
            }
            return integer
        }
    }
}

extension SettingForm where Value == String {
    /// The name of a file, in which `<from>` and `<to>` stand for the period's ends.
    static var fileName: SettingForm {
        SettingForm(allowed: "a file name without '/' or control characters", written: { .string($0) }) {
            value throws(UnfitValue) in
            guard let text = value.string, !text.isEmpty else { throw UnfitValue() }
            guard !text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 || $0 == 0x7F }) else { throw UnfitValue() }
            return text
        }
    }
}

extension SettingForm where Value == RangeLimit {
    static var duration: SettingForm {
        SettingForm(allowed: "a duration such as '92d' or '36h'", written: { .string($0.text) }) { value throws(UnfitValue) in
            guard let text = value.string, let length = try? Duration(text: text), length > .zero else { throw UnfitValue() }
            return RangeLimit(length, text: text)
        }
    }
}

extension SettingForm where Value == Operation {
    static var methodAndPath: SettingForm {
        SettingForm(
            allowed: "a method and a path such as 'POST /v3/mlog/export'",
            written: { .string("\($0.method) \($0.path)") }
        ) { value throws(UnfitValue) in
            guard let text = value.string, let space = text.utf8.firstIndex(of: UInt8(ascii: " ")) else { throw UnfitValue() }
            let method = text[..<space]
            let path = text[text.utf8.index(after: space)...]
            guard !method.isEmpty, path.utf8.first == UInt8(ascii: "/"),
                !path.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
            else { throw UnfitValue() }
            return Operation(method: String(method), path: String(path))
        }
    }
}

extension SettingForm where Value == [LogColumn] {
    static var columns: SettingForm {
        SettingForm(
            allowed: "a list of at least one of the log's columns",
            written: { .array($0.map { .string($0.rawValue) }) }
        ) { value throws(UnfitValue) in
            guard case .array(let items) = value, !items.isEmpty else { throw UnfitValue() }
            var columns: [LogColumn] = []
            for item in items {
                guard let name = item.string else { throw UnfitValue() }
                guard let column = LogColumn(named: name.utf8) else {
                    throw UnfitValue(
                        message: "the log has no column '\(name)'",
                        fix: nearestName(to: name, among: LogColumn.allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }
                            ?? "its columns are \(LogColumn.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                columns.append(column)
            }
            return columns
        }
    }
}
