import AssayCore

@testable import ConformanceReporting

/// A run whose every text tries to break out of the report it stands in.
enum HostileRun {
    static let texts = [
        "\u{1B}[31mred\u{1B}[0m", "\u{0}\u{1}\u{8}\u{B}\u{C}\u{7F}", "\u{9B}2J\u{85}", "]]>", "-->", "<!--",
        "</script><script>alert(1)</script>",
        "::error::obey me", "\n::error file=a,line=1::obey me", "\r\nFAIL forged/case",
        "\u{202E}drow\u{202C}\u{200F}\u{2066}x\u{2069}",
        "\u{FEFF}bom", "\u{FFFE}\u{FFFF}", "a\u{301}e\u{301}\u{1F469}\u{200D}\u{1F4BB}", "'; rm -rf / #", "$(id)`id`", "\"&<>'\\",
        "\u{2028}\u{2029}", "\t \t", "", String(repeating: "x", count: 1 << 10), "%s%n\u{0}%x", "{{7*7}}", "=cmd|' /C calc'!A0",
    ]

    static let bodies: [[UInt8]] =
        texts.map { Array($0.utf8) } + [
            [0xFF, 0xFE, 0x00], [0xC3], [0xED, 0xA0, 0x80], Array("{\"a\":[1,{\"b\":\"\\u001b\"}],\"a\":]}".utf8),
            Array("{\"a\":[1.0,{\"b\":\"\u{1B}\"}]}".utf8),
        ]

    static var run: SampleRun {
        var header = RunHeader.sample(
            clauses: texts.enumerated().map { .sample("C-\($0)", text: $1, notTested: $1) }, options: texts, rerunArguments: texts
        )
        header.tool = texts[0]
        header.target = texts[3]
        header.suiteHash = texts[8]
        header.specifications[0].title = texts[6]
        let results = texts.enumerated().flatMap { index, text in
            Verdict.allCases.map { result(index, text, $0) }
        }
        header.plannedCases = results.count
        return SampleRun(header: header, results: results)
    }

    private static func result(_ index: Int, _ text: String, _ verdict: Verdict) -> CaseResult {
        let place = SourcePlace(path: text, range: SourceRange(line: 3, column: 2, length: 2), line: text)
        let checks: [CheckResult] =
            verdict == .passed ? [.holding(text)] : [.failing(text, step: text, golden: text, place: place, text)]
        return CaseResult(
            // A long name would not be an id; every other text may be one.
            id: CaseID(
                scenario: ScenarioID(suite: "s\(index / 4)", name: verdict.rawValue), example: "\(index) \(text.prefix(80))"),
            title: text, verdict: verdict, reason: index % 2 == 0 ? text : nil, place: place, clauses: [.sample("C-\(index)")],
            tags: [text], checks: checks,
            exchanges: bodies.indices.contains(index)
                ? [exchange(text, bodies[index]), exchange(text, bodies[bodies.count - 1 - index % 5])] : [],
            duration: .milliseconds(index))
    }

    private static func exchange(_ text: String, _ body: [UInt8]) -> RecordedExchange {
        let headers = HeaderFields([.init(name: "Content-Type", value: "application/json"), .init(name: text, value: text)])
        let mail = Mail(
            from: text, to: [text, text], subject: text, text: text,
            attachments: [.init(name: text, contentType: text, bytes: body)])
        return RecordedExchange(
            step: text, request: Request(method: text, path: text, query: text, headers: headers, body: body),
            reply: Reply(response: Response(status: 200, headers: headers, body: body), mail: [mail]))
    }
}

extension CheckResult {
    /// Differs at every kind of place, in every kind of way.
    fileprivate static func failing(
        _ subject: String, step: String, golden: String, place: SourcePlace, _ text: String
    ) -> CheckResult {
        let places: [Difference.Place] = [
            .whole, .json(text), .cell(record: 3, column: text, key: [text, "k"]), .record(4, key: [text]), .column(text),
            .line(5),
            .byte(6),
        ]
        let differences = zip(Difference.Kind.allCases, places + places).flatMap { kind, place in
            [
                Difference(
                    kind, at: place, expected: text, actual: text + "y", note: text,
                    cells: [.init(column: text, text: text, isKey: true), .init(column: text + "z", text: "")]),
                Difference(kind, at: place, expected: nil, actual: text, cells: [.init(column: text, text: text)]),
                Difference(kind, at: place, expected: text, actual: nil),
                Difference(kind, at: place, note: text),
            ]
        }
        return CheckResult(
            subject: subject, step: step, clauses: [.sample("C-0")], level: .should, differences: differences,
            differenceCount: differences.count + 3, golden: golden, place: place)
    }
}
