import AssayCore
import Foundation
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
        let output = try AssayBinary.run(
            ["run", "--set", reading.testDescription, "--report", "json", "--no-times"], in: AssayBinary.project)
        #expect(output.exit == 1, "\(output.errors)")
        let violated = try violatedClauses(in: output.stdout)
        #expect(
            !violated.isDisjoint(with: reading.setting.clauses),
            "of \(reading.setting.clauses) none is violated, but \(violated.sorted())")
    }

    /// The clauses that the footer of a native report calls violated.
    private func violatedClauses(in report: [UInt8]) throws -> Set<String> {
        let footer = try #require(report.split(separator: UInt8(ascii: "\n")).last)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(footer)) as? [String: Any])
        #expect(object["kind"] as? String == "footer")
        let clauses = try #require(object["clauses"] as? [[String: Any]])
        return Set(clauses.filter { $0["verdict"] as? String == "violated" }.compactMap { $0["id"] as? String })
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
