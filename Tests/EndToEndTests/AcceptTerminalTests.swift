import Foundation
import Testing

/// `assay accept` at a terminal: the questions, and every way to end them.
struct AcceptTerminalTests {
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Runs a program on a terminal of its own and types an answer, given in hexadecimal, whenever it is asked; prints what stood on the
    /// terminal and the exit code.
    private static let typist = """
        import os, pty, select, sys, time
        program, answers = sys.argv[1:3], [bytes.fromhex(text) for text in sys.argv[3:]]
        child, terminal = pty.fork()
        if child == 0:
            os.execv(program[0], program)
        shown, given, end = b"", 0, time.monotonic() + 60
        while time.monotonic() < end:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                piece = b""
            if not piece:
                break
            shown += piece
            if shown.count(b"[y/n/q] ") > given and given < len(answers):
                os.write(terminal, answers[given])
                given += 1
        else:
            os.kill(child, 9)
        status = os.waitpid(child, 0)[1]
        sys.stdout.buffer.write(shown.replace(b"\\r\\n", b"\\n"))
        sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 99)
        """

    private static let files = (1...4).map { "s/number-\($0).body.json" }

    /// - Returns: What stood on the terminal, the exit code, and which goldens there are.
    private func session(_ answers: [String]) throws -> (text: String, exit: Int32, goldens: [String]) {
        let project = try AcceptRefusalTests.project([String](repeating: "json: !golden", count: 4))
        let outputs = try TemporaryFolder()
        let output = outputs.url.appendingPathComponent("terminal")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        let hexadecimal = answers.map { $0.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        process.arguments = ["-c", Self.typist, try #require(AssayBinary.url).path, "accept"] + hexadecimal
        process.currentDirectoryURL = project.url
        process.environment = ["PATH": "/usr/bin:/bin", "TERM": "dumb", "SWIFT_BACKTRACE": "interactive=no"]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        let goldens = Self.files.filter {
            FileManager.default.fileExists(atPath: project.url.appendingPathComponent("golden/" + $0).path)
        }
        return (String(decoding: try Data(contentsOf: output), as: UTF8.self), process.terminationStatus, goldens)
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `what is answered with yes is written, and what is answered with no is not`() throws {
        let (text, exit, goldens) = try session(["y\n", "n\n", "Yes\n", "no\n"])
        #expect(exit == 1, "\(text)")
        #expect(goldens == [Self.files[0], Self.files[2]])
        #expect(text.contains("write it? (1 of 4) [y/n/q] y\n"), "\(text)")
        #expect(text.hasSuffix("\n2 golden files written, 2 left as they are\n"), "\(text)")
        #expect(try session(["y\n", "y\n", "y\n", "y\n"]).exit == 0)
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `after q nothing more is shown or written`() throws {
        let (text, exit, goldens) = try session(["y\n", "q\n"])
        #expect((exit, goldens) == (1, [Self.files[0]]))
        #expect(text.hasSuffix("write it? (2 of 4) [y/n/q] q\n1 golden file written, 3 left as they are\n"), "\(text)")
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `the end of the input is as good as q`() throws {
        let (text, exit, goldens) = try session(["y\n", "\u{4}"])
        #expect((exit, goldens) == (1, [Self.files[0]]))
        #expect(text.contains("write it? (2 of 4) [y/n/q] "))
        #expect(text.hasSuffix("\n1 golden file written, 3 left as they are\n"), "\(text)")
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `Ctrl-C ends it at once, and what was written stays`() throws {
        let (text, exit, goldens) = try session(["y\n", "\u{3}"])
        #expect((exit, goldens) == (4, [Self.files[0]]))
        #expect(text.hasSuffix("\ninterrupted: 1 golden file written\n"), "\(text)")
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `an answer that is none is explained and asked for again`() throws {
        let (text, exit, goldens) = try session(["maybe\n", "\n", "y\n", "q\n"])
        #expect((exit, goldens) == (1, [Self.files[0]]))
        #expect(text.components(separatedBy: "y writes it, n leaves it as it is, q leaves it and all that follow\n").count == 3)
    }
}
