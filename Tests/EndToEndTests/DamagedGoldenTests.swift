import Foundation
import Testing

/// Golden files that something other than `assay accept` has changed, or that cannot be read or written.
struct DamagedGoldenTests {
    private static let golden = "golden/reports/three-days.mail.csv"

    private func project() throws -> TemporaryFolder {
        let project = try TemporaryFolder()
        try project.add(EndToEndCase.folder.appendingPathComponent("base"))
        try project.write(AcceptTests.mailed, to: AcceptTests.scenarios)
        #expect(try AssayBinary.run(["accept", "--all"], in: project.url).exit == 0)
        return project
    }

    /// The answer conforms: a run says so, and names the file.
    @Test func `a table whose line ends were changed is a warning of a run, an error of a check, and mended by accept`() throws {
        let project = try project()
        let written = try project.read(Self.golden)
        try project.write(written.replacingOccurrences(of: "\r\n", with: "\n"), to: Self.golden)
        let run = try AssayBinary.run(["run"], in: project.url)
        #expect(run.exit == 0)
        #expect(run.errors.hasPrefix("warning: \(Self.golden): its line ends are LF where CRLF is due\n"), "\(run.errors)")
        let check = try AssayBinary.run(["check"], in: project.url)
        #expect(check.exit == 3)
        #expect(check.errors.contains("its line ends are LF where CRLF is due [golden-dialect]"), "\(check.errors)")
        #expect(check.errors.contains(".gitattributes"))
        #expect(try AssayBinary.run(["accept", "--all"], in: project.url).exit == 0)
        #expect(try project.read(Self.golden).utf8.elementsEqual(written.utf8))
    }

    @Test func `a golden that is a link, a folder or leads nowhere stops the case and is an error of a check`() throws {
        for damage in ["link", "folder", "link to nothing", "link out"] {
            let project = try project()
            let url = project.url.appendingPathComponent(Self.golden)
            try FileManager.default.removeItem(at: url)
            if damage == "folder" {
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
            } else {
                if damage == "link" { try project.write("x", to: "golden/reports/three-days.body.txt") }
                try FileManager.default.createSymbolicLink(
                    atPath: url.path, withDestinationPath: damage == "link out" ? "/etc/hostname" : "three-days.body.txt")
            }
            let run = try AssayBinary.run(["run"], in: project.url)
            #expect(run.exit == 4, "\(damage): \(run.text)")
            #expect(run.text.contains("\(Self.golden) cannot be read: "), "\(run.text)")
            let accept = try AssayBinary.run(["accept", "--all"], in: project.url)
            #expect(accept.exit == 4, "\(damage): \(accept.text)\(accept.errors)")
            let check = try AssayBinary.run(["check"], in: project.url)
            #expect(check.exit == 3, "\(damage): \(check.errors)")
            #expect(check.errors.contains("\(Self.golden): error: this golden file cannot be read: "), "\(check.errors)")
        }
    }

    /// The disk is full, or as good as.
    @Test func `a golden that cannot be written in full leaves all of its case as they were`() throws {
        let project = try project()
        for path in AcceptTests.goldens { try project.write("old", to: path) }
        let code = try shell(
            "ulimit -f 0; \"$0\" accept --all 2>&1 | cat >/dev/null; echo ${PIPESTATUS[0]} >&2", in: project)
        #expect(code == "4")
        #expect(try AcceptTests.goldens.map(project.read) == ["old", "old"])
        let names = try FileManager.default.contentsOfDirectory(atPath: project.url.appendingPathComponent("golden/reports").path)
        #expect(Set(names) == ["three-days.body.json", "three-days.mail.csv"])
    }

    @Test(.enabled(if: getuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0 || getuid() != 0, "root may write everything"))
    func `a golden folder that cannot be written to is named`() throws {
        let project = try project()
        let folder = project.url.appendingPathComponent("golden/reports").path
        for path in AcceptTests.goldens { try project.write("old", to: path) }
        chmod(project.url.path, 0o755)
        chmod(folder, 0o555)
        defer { chmod(folder, 0o755) }
        let user = getuid() == 0 ? "setpriv --reuid 65534 --clear-groups " : ""
        let text = try shell(user + "\"$0\" accept --all 2>&1 >/dev/null | cat >&2; echo ${PIPESTATUS[0]} >&2", in: project)
        #expect(
            text == """
                0 golden files written before this:
                error: golden/reports/three-days.body.json: it cannot be written: Permission denied
                4
                """)
        #expect(try AcceptTests.goldens.map(project.read) == ["old", "old"])
    }

    /// Runs a script in bash, the program being `$0`, and returns what it writes to standard error.
    private func shell(_ script: String, in project: TemporaryFolder) throws -> String {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, try #require(AssayBinary.url).path]
        process.currentDirectoryURL = project.url
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .newlines)
    }
}
