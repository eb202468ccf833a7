import Foundation
import Testing

/// The first scenario of the README, as a reader would try it.
struct ReadmeTests {
    private let examples: PageExamples

    init() throws {
        examples = try PageExamples(page: "README.md")
    }

    @Test func `the project of the README has no problems`() throws {
        let project = try TemporaryFolder()
        for block in examples.blocks where block.isFile { try project.write(block.text, to: block.arguments[0]) }
        let output = try withExtendedLifetime(project) { try AssayBinary.run(["check"], in: project.url) }
        #expect(output.exit == 0, "\(output.errors)")
        #expect(output.text.hasSuffix(": no problems\n"), "\(output.text)")
    }

    @Test func `the commands of the README print what it shows`() throws {
        #expect(try examples.check() == 2)
    }
}
