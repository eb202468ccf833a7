import AssayCore
import MessageReports
import Testing

/// The shipped suite decides every reading: under another one, cases of the clauses that the setting decides must fail.
struct PolicySettingTests {
    /// One other reading of one setting, as `--set` takes it.
    struct Reading: Sendable, CustomTestStringConvertible {
        var setting: PolicySetting
        var value: String

        var testDescription: String { "policy.\(setting.name)=\(value)" }
    }

    /// Readings that `--set` cannot show, each with the reason.
    static let hidden: [String: String] = [:]

    static let readings = MessageReportsModel.settings.flatMap { setting in
        setting.alternatives.map { Reading(setting: setting, value: $0.asJSON) }
    }

    @Test func `each setting has another reading and names its clauses`() {
        #expect(!MessageReportsModel.settings.isEmpty)
        for setting in MessageReportsModel.settings {
            #expect(!setting.alternatives.isEmpty, "\(setting.name)")
            #expect(!setting.clauses.isEmpty, "\(setting.name)")
        }
        let known = Set(Self.readings.map(\.testDescription))
        #expect(Self.hidden.keys.allSatisfy(known.contains))
    }

    @Test func `the shipped suite passes under the default readings`() throws {
        let output = try AssayBinary.run(["run"], in: AssayBinary.project)
        #expect(output.exit == 0, "\(output.text)\(output.errors)")
    }

    @Test(arguments: readings.filter { hidden[$0.testDescription] == nil })
    func `another reading violates a clause of its setting`(reading: Reading) throws {
        let violated = try NativeRun(["--set", reading.testDescription]).violated
        #expect(
            !violated.isDisjoint(with: reading.setting.clauses),
            "of \(reading.setting.clauses) none is violated, but \(violated.sorted())")
    }
}

extension DataValue {
    /// As JSON, which is YAML too; a text at the top without quotation marks.
    fileprivate var asJSON: String {
        if case .string(let text) = self { return text }
        return nested
    }

    private var nested: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): "\"\(text)\""
        case .array(let items): "[" + items.map(\.nested).joined(separator: ", ") + "]"
        case .object(let members): "{" + members.map { "\"\($0.name)\": \($0.value.nested)" }.joined(separator: ", ") + "}"
        }
    }
}
