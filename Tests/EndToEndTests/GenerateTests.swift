import Foundation
import Testing

/// `assay generate`: the shipped file, and what becomes of a file that people work on.
@Suite(.timeLimit(.minutes(3)), .enabled(if: AssayBinary.url != nil)) struct GenerateTests {
    private static let file = "specs/orders/find.generated.yaml"

    /// A project of a specification alone.
    private func project(_ operation: String = "accepted: {status: 200}, refused: {status: 400}") throws -> TemporaryFolder {
        let project = try TemporaryFolder()
        try project.write("assay: 1\ntargets: {model: {model: message-reports}}\n", to: "assay.yaml")
        try project.write(
            """
            assay: 1
            specification: orders
            clauses: [{id: SIZE, level: must, origin: documented, text: From one to a hundred.}]
            operations:
              find:
                method: GET
                path: /orders
                parameters: [{name: size, in: query, type: integer, min: 1, max: 100, clause: SIZE}]
                \(operation.replacing(", refused", with: "\n    refused"))

            """, to: "specs/orders/spec.yaml")
        return project
    }

    private func generate(_ arguments: String..., in project: TemporaryFolder) throws -> AssayBinary.Output {
        try AssayBinary.run(["generate"] + arguments, in: project.url)
    }

    @Test func `what is generated for the shipped specification is up to date, and less than 400 scenarios`() throws {
        let output = try AssayBinary.run(["generate", "--check"], in: AssayBinary.project)
        #expect(output.exit == 0, "\(output.text)\(output.errors)")
        let count = try #require(output.text.firstMatch(of: /(\d+) scenarios/)?.1).flatMap { Int($0) }
        #expect((100..<400).contains(count ?? 0))
    }

    @Test func `files are written, checked, and what people change in them is kept apart`() throws {
        let project = try project()
        #expect(try generate("--check", in: project).exit == 1)
        let shown = try generate("--dry-run", in: project)
        #expect(shown.exit == 0 && shown.text.contains("+ size-above-most\n"), "\(shown.text)\(shown.errors)")
        #expect(throws: (any Error).self) { try project.read(Self.file) }
        let first = try generate(in: project)
        #expect(first.exit == 0 && first.text == "\(Self.file): 8 scenarios, 8 new, 0 gone\n", "\(first.text)\(first.errors)")
        #expect(try generate("--check", in: project).exit == 0)

        let text = try project.read(Self.file)
        try project.write(text.replacing("size: \"101\"", with: "size: \"1000\""), to: Self.file)
        let stale = try generate("--check", in: project)
        #expect(stale.exit == 1 && stale.errors.contains("run 'assay generate'"))
        let second = try generate(in: project)
        #expect(
            second.exit == 0 && second.text.contains("1 changed by hand is moved to specs/orders/find.edited.yaml"),
            "\(second.text)")
        #expect(try project.read("specs/orders/find.edited.yaml").contains("size: \"1000\""))
        #expect(try !project.read(Self.file).contains("size-above-most"))
        #expect(try generate("--check", in: project).exit == 0)
        let list = try AssayBinary.run(["list", "orders"], in: project.url)
        #expect(list.text.contains("orders/edited/find/size-above-most  SIZE"), "\(list.text)")

        try project.write(try project.read(Self.file).replacing("method: GET", with: "method: POST"), to: Self.file)
        let refused = try generate(in: project)
        #expect(refused.exit == 3 && refused.errors.contains("would be lost"), "\(refused.errors)")
    }

    @Test(arguments: [
        (["nothing"], 2, "there is no specification 'nothing'"), (["--operation", "fin"], 2, "did you mean 'find'?"),
        (["orders", "--operation", "find"], 3, "add 'refused: {status: 400}'"),
    ]) func `what cannot be generated is said`(arguments: [String], exit: Int32, words: String) throws {
        let project = try project("accepted: {status: 200}")
        let output = try AssayBinary.run(["generate"] + arguments, in: project.url)
        #expect(output.exit == exit && output.errors.contains(words), "\(output.errors)")
        #expect(throws: (any Error).self) { try project.read(Self.file) }
    }

    @Test func `an expectation that cannot be read is shown where it stands`() throws {
        let project = try project("accepted: {stauts: 200}, refused: {status: 400}")
        let output = try generate(in: project)
        #expect(output.exit == 3 && output.errors.contains("did you mean 'status'?"), "\(output.errors)")
    }
}
