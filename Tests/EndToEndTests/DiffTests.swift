import Foundation
import Testing

/// `assay diff`, and what readers of others make of its output.
struct DiffTests {
    private static let old = """
        id,name,status,price
        m-1,Anna,SENT,1.50
        m-2,Bert,a->b,2.50
        m-3,Cleo,EXPIRED,3.50
        m-4,Dora,NULL,4.50
        m-5,Emil,"a ""quoted"", one",5.50
        m-6,Fred,SENT,6.50

        """

    private func run(_ arguments: [String], _ old: String, _ new: String) throws -> AssayBinary.Output {
        let folder = try TemporaryFolder()
        try folder.write(old, to: "old.csv")
        try folder.write(new, to: "new.csv")
        return try withExtendedLifetime(folder) {
            try AssayBinary.run(["diff", "old.csv", "new.csv"] + arguments, in: folder.url)
        }
    }

    private static let exits: [(String, Int32)] = [
        ("old.csv old.csv", 0), ("old.csv new.csv", 1), ("old.csv new.csv --key nmae", 2), ("old.csv old.csv --key nmae", 2),
        ("old.csv new.csv --compare price=decimal:x", 2), ("old.csv new.csv --delimiter ab", 2), ("old.csv new.csv --as json", 3),
        ("old.csv bad.csv", 3), ("bad.csv old.csv", 3), ("twice.csv old.csv --key id", 3), ("old.csv gone.csv", 4), ("- -", 2),
        ("old.csv a.json", 2), ("a.json b.json", 0), ("a.json b.json --key id", 2), ("a.json b.json --as bytes", 1),
        ("old.csv new.csv --as text", 1), ("c.json d.json --array $.r=key:id", 0), ("c.json d.json --array $.r=unordered", 0),
        ("c.json d.json", 1), ("c.json d.json --array $.r=key:x", 3), ("c.json c.json --array $.s=unordered", 2),
        ("c.json d.json --array $.r=keyed", 2), ("c.json d.json --array $.=key:id", 2), ("c.json d.json --array $=key:id", 2),
        ("old.csv new.csv --array $.r=unordered", 2), ("a.json c.json --array $.r=unordered", 1),
    ]

    @Test(arguments: exits)
    func `the exit code says how two files compare`(arguments: String, exit: Int32) throws {
        let folder = try TemporaryFolder()
        for (path, text) in [
            ("old.csv", Self.old), ("new.csv", "id,name\n1,Anna\n"), ("bad.csv", "id,name\n1,\"Anna\n"),
            ("twice.csv", "id,name\n1,Anna\n1,Bert\n"), ("a.json", #"{"a": 1, "b": 2}"#), ("b.json", #"{"b": 2.0, "a": 1}"#),
            ("c.json", #"{"r": [{"id": 1}, {"id": 2}]}"#), ("d.json", #"{"r": [{"id": 2}, {"id": 1}]}"#),
        ] { try folder.write(text, to: path) }
        let output = try withExtendedLifetime(folder) {
            try AssayBinary.run(["diff"] + arguments.components(separatedBy: " "), in: folder.url)
        }
        #expect(output.exit == exit, "\(output.text)\(output.errors)")
        #expect(output.stdout.isEmpty == (exit != 1))
        #expect(output.stderr.isEmpty == (exit < 2))
    }

    @Test func `what cannot be read is told with its line and column`() throws {
        let output = try run([], Self.old, "id,name\n1,Anna\n2,B\"ert\n")
        #expect(output.errors == "error: new.csv:3:4: no CSV: a quote inside a field that does not begin with one\n")
    }

    @Test func `more than fifty rows are counted unless all are asked for`() throws {
        let rows = (0..<200).map { "\($0),a\n" }.joined()
        let changed = (0..<200).map { "\($0),\($0.isMultiple(of: 2) ? "a" : "b")\n" }.joined()
        let short = try run(["--key", "id"], "id,x\n" + rows, "id,x\n" + changed)
        #expect(short.text.contains("\u{2026} and 75 more rows; --all shows them\ncells that differ: x 100\n100 rows changed\n"))
        let long = try run(["--key", "id", "--all"], "id,x\n" + rows, "id,x\n" + changed)
        #expect(long.text.components(separatedBy: "a->b").count == 101)
    }

    // MARK: - Readers of others

    static let python: URL? = [
        AssayBinary.project.appendingPathComponent(".build/test-tools/bin/python"), URL(fileURLWithPath: "/usr/bin/python3"),
    ].first { FileManager.default.isExecutableFile(atPath: $0.path) }
    static let hasDaff = has("daff")
    static let hasJSONSchema = has("jsonschema")

    private static func has(_ module: String) -> Bool {
        (try? runPython(["-c", "import \(module)"], in: AssayBinary.project).code) == 0
    }

    private static func runPython(_ arguments: [String], in folder: URL) throws -> (code: Int32, output: String) {
        let program: URL = try #require(Self.python)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// Applies a patch, and says whether the table is then that of the third file.
    private static let patching = """
        import csv, sys, daff
        def read(path): return list(csv.reader(open(path, newline='', encoding='utf-8')))
        old, new = read('old.csv'), read('new.csv')
        table = daff.PythonTableView(old)
        daff.HighlightPatch(table, daff.PythonTableView(read('patch.csv'))).apply()
        if '--any-order' in sys.argv: old.sort(), new.sort()
        print(old)
        sys.exit(0 if old == new else 1)
        """

    private struct Change: Sendable {
        var name: String
        var make: @Sendable (inout [String]) -> Void

        init(_ name: String, _ make: @escaping @Sendable (inout [String]) -> Void) {
            self.name = name
            self.make = make
        }
    }

    private static let changes: [Change] = [
        Change("a row added at the top") { $0.insert("m-0,Zoe,SENT,0.50", at: 1) },
        Change("a row added at the end") { $0.append("m-7,Gerd,SENT,7.50") },
        Change("rows removed") { $0.removeSubrange(2...3) },
        Change("a cell changed") { $0[1] = "m-1,Anna,FAILED,1.50" },
        Change("arrows in cells") { $0[2] = "m-2,Bert->Bart,a-->b,2.50" },
        Change("NULL and underscores") { $0[4] = "m-4,Dora,_NULL,4.50" },
        Change("a quoted cell") { $0[5] = "m-5,Emil,\"an \"\"other\"\", one\",5.50" },
        Change("an emptied cell") { $0[6] = "m-6,,SENT,6.50" },
        Change("a moved row") { $0.insert($0.remove(at: 6), at: 2) },
        Change("everything at once") {
            $0[2] = "m-2,Bert,b->a,2.5"
            $0.remove(at: 4)
            $0.insert("m-x,New,\"multi\nline\",9", at: 4)
        },
        Change("a column added") { lines in
            for (number, line) in lines.enumerated() { lines[number] = line + (number == 0 ? ",new" : ",\(number)") }
        },
        Change("a column renamed") { $0[0] = "id,name,state,price" },
    ]

    @Test(.enabled(if: hasDaff, "python3 with daff is not installed"), arguments: changes.indices, [false, true])
    func `daff makes the second file of the first and the patch`(number: Int, isKeyed: Bool) throws {
        let change = Self.changes[number]
        var lines = Self.old.components(separatedBy: "\n").dropLast().map { $0 }
        change.make(&lines)
        let folder = try TemporaryFolder()
        try folder.write(Self.old, to: "old.csv")
        try folder.write(lines.joined(separator: "\n") + "\n", to: "new.csv")
        let patch = try withExtendedLifetime(folder) {
            try AssayBinary.run(
                ["diff", "old.csv", "new.csv", "--format", "daff"] + (isKeyed ? ["--key", "id"] : []), in: folder.url)
        }
        #expect(patch.exit == 1)
        try folder.write(patch.text, to: "patch.csv")
        let (code, output) = try Self.runPython(["-c", Self.patching], in: folder.url)
        #expect(code == 0, "\(change.name):\n\(patch.text)\(output)")
    }

    @Test(.enabled(if: hasJSONSchema, "python3 with jsonschema 4 is not installed"), arguments: changes.indices)
    func `the JSON of a diff is valid against its schema`(number: Int) throws {
        var lines = Self.old.components(separatedBy: "\n").dropLast().map { $0 }
        Self.changes[number].make(&lines)
        lines += ["m-1,Anna,SENT,1.50", ",Nobody,SENT,1", "short"]
        let diff = try run(["--format", "json", "--key", "id"], Self.old, lines.joined(separator: "\r\n"))
        let folder = try TemporaryFolder()
        try folder.write(diff.text, to: "diff.json")
        let schema = AssayBinary.project.appendingPathComponent("docs/schemas/diff-1.json").path
        let validation = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(json.load(open('diff.json')))
            """
        let (code, output) = try Self.runPython(["-c", validation, schema], in: folder.url)
        #expect(code == 0, "\(output)\(diff.text)")
    }
}
