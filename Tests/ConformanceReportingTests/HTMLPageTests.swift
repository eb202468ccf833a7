import AssayCore
import Foundation
import Testing

@testable import ConformanceReporting

/// What a browser, a parser of HTML and a checker for accessibility make of the page.
@Suite(.serialized) struct HTMLPageTests {
    static let python = OutsideTool("python3")
    static let hasParser = (try? python?.run(["-c", "import html5lib"]).code) == 0
    static let openssl = OutsideTool("openssl")
    /// `nil` when it is not installed.
    static let axe: String? = try? String(
        contentsOfFile: python?.run(
            ["-c", "import axe_core_python; print(axe_core_python.__path__[0] + '/axe.min.js', end='')"]
        ).output ?? "", encoding: .utf8)

    /// Passes, failures, tables, exchanges and gates, all that a page can hold.
    static var full: SampleRun {
        let table = CheckResult.failing(
            "mail 1 attachment 1 csv",
            Difference(.value, at: .cell(record: 3, column: "Status", key: ["7"]), expected: "SENT", actual: "FAILED"),
            Difference(.extra, at: .record(4, key: ["8"]), cells: [.init(column: "Id", text: "8", isKey: true)]),
            Difference(.missing, at: .record(5, key: ["9"]), cells: [.init(column: "Id", text: "9", isKey: true)]), count: 5,
            golden: "golden/a.csv")
        let values = CheckResult.failing(
            "json", step: "ask", clauses: ["CSV-ROWS"], Difference(.value, at: .json("/a"), expected: "1", actual: "2"),
            Difference(.missing, at: .json("/b"), expected: "3"), Difference(.extra, at: .json("/c"), actual: "4", note: "new"))
        var warned = CaseResult.sample("warned", checks: [.holding(), values])
        warned.checks[1].level = .should
        var flaky = CaseResult.sample("flaky")
        flaky.attempts = 2
        let results: [CaseResult] =
            [
                .failed(exchanges: [.sample]), .sample("table", .failed, checks: [table, values, .holding("status")]), warned,
                flaky,
                .sample("later", suite: "import", .skipped, reason: "not yet"),
                .sample("elsewhere", suite: "import", .inapplicable, reason: "no clock"),
                .sample("gone", suite: "import", .errored, reason: "connection refused", place: .status),
                .sample("listed", suite: "import", .known, reason: "ticket 7", checks: [values]),
            ] + (0..<30).map { .sample("passes-\($0)", suite: "many", title: "Passes") }
        let gates = ["must=100%", "failed<=9"].compactMap { try? Gate($0) }
        let header = RunHeader.sample(
            clauses: [.sample("RANGE-MAX"), .sample("CSV-ROWS", level: .should), .sample("NEVER", level: .may, notTested: "no")],
            options: ["--set a=b"], isPartial: true, cases: results.count, showsTimes: true, gates: gates)
        return SampleRun(header: header, results: results, isInterrupted: false, duration: .seconds(2))
    }

    static var runs: [SampleRun] { [full, NativeReaderTests.run, HostileRun.run, SampleRun(header: .sample(cases: 0))] }

    /// Exits with 1 unless the page is HTML without an error and of the elements and attributes that the templates have, with
    /// headings in order, every table named, every cell of a head with its scope, every control labelled and every fragment a place.
    static let structure = #"""
        import html5lib, sys
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(sys.stdin.buffer.read())
        faults = [str(error) for error in parser.errors]
        elements = set('''html head meta title style body a header h1 p nav ul li main section h2 div table caption thead tr th tbody
            td details summary dl dt dd code h3 form fieldset legend label input select option button output ol span h4 h5 pre mark
            del ins i script'''.split())
        attributes = set('''lang charset name content http-equiv class href aria-label id scope open role tabindex aria-labelledby
            hidden type value aria-live data-v data-c aria-hidden'''.split())
        ids, level, scripts = set(), 0, 0
        for element in tree.iter():
            if not isinstance(element.tag, str): faults.append('a comment'); continue
            if element.tag not in elements: faults.append('<%s>' % element.tag)
            faults += ['%s in <%s>' % (name, element.tag) for name in element.attrib if name not in attributes]
            if 'id' in element.attrib:
                if element.attrib['id'] in ids: faults.append('a second id ' + element.attrib['id'])
                ids.add(element.attrib['id'])
            if element.tag in ('h1', 'h2', 'h3', 'h4', 'h5'):
                if int(element.tag[1]) > level + 1: faults.append('%s after h%d' % (element.tag, level))
                level = int(element.tag[1])
            if element.tag == 'table' and element[0].tag != 'caption': faults.append('a table without a caption')
            if element.tag == 'th' and element.get('scope') not in ('row', 'col'): faults.append('a head without a scope')
            if element.tag == 'script': scripts += 1
        labelled = [element for label in tree.iter('label') for element in label]
        for element in [*tree.iter('input'), *tree.iter('select')]:
            if element not in labelled: faults.append('no label')
        for link in tree.iter('a'):
            if not link.get('href', '').startswith('#'): faults.append('a link to ' + link.get('href', ''))
            elif link.get('href')[1:] not in ids: faults.append('a link to nothing: ' + link.get('href'))
        if scripts != 1 or len(list(tree.iter('main'))) != 1 or len(list(tree.iter('h1'))) != 1: faults.append('not one of each')
        print(faults[:9])
        sys.exit(1 if faults else 0)
        """#

    @Test(.enabled(if: hasParser, "python3 with html5lib is not installed"), arguments: 0..<4)
    func `the page is HTML without an error, of our elements alone, and its parts are named`(number: Int) throws {
        let (code, output) = try #require(Self.python).run(["-c", Self.structure], input: Self.runs[number].bytes(.html))
        #expect(code == 0, "\(output)")
    }

    @Test(.enabled(if: hasParser, "python3 with html5lib is not installed"), arguments: RunKind.small)
    func `the page of every kind of run is HTML without an error`(kind: RunKind) throws {
        let (code, output) = try #require(Self.python).run(["-c", Self.structure], input: kind.run.bytes(.html))
        #expect(code == 0, "\(output)")
    }

    @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"), arguments: RunKind.small)
    func `a browser has nothing to complain of in any kind of run`(kind: RunKind) throws {
        #expect(try #require(Browser.installed).open(kind.run.bytes(.html)).console == [])
    }

    /// A browser runs no script but the one whose digest the page states.
    @Test(.enabled(if: openssl != nil, "openssl is not installed"))
    func `the page's policy names the digest of its script`() throws {
        let page = Self.full.text(.html)
        let script = try #require(page.components(separatedBy: "<script>").last?.components(separatedBy: "</script>").first)
        let digest = try #require(Self.openssl).run(["dgst", "-sha256", "-hex"], input: Array(script.utf8)).output
        let hex = digest.trimmingCharacters(in: .newlines).suffix(64)
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
        #expect(page.contains("script-src 'sha256-\(Data(bytes).base64EncodedString())'"))
    }

    @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"), arguments: 0..<4)
    func `a browser has nothing to complain of, and its script has run`(number: Int) throws {
        let run = Self.runs[number]
        let view = try #require(Browser.installed).open(run.bytes(.html))
        #expect(view.console == [])
        #expect(view.dom.contains(">\(run.results.count) of \(run.results.count) cases</output>"))
    }

    @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"))
    func `the address says which cases are shown`() throws {
        let expected = [
            ("verdict=failed", 2), ("verdict=failed&verdict=errored", 3), ("verdict=warned", 1), ("verdict=flaky", 1),
            ("verdict=passed", 32), ("clause=CSV-ROWS", 3), ("clause=CSV-ROWS&verdict=failed", 1), ("text=PASSES-1", 11),
            ("text=connection+refused", 1), ("text=nowhere", 0), ("c3", 38),
        ]
        let script = """
            const counts = [];
            for (const fragment of "\(expected.map(\.0).joined(separator: " "))".split(" ")) {
              location.hash = fragment;
              await new Promise(done => setTimeout(done, 100));
              counts.push(document.querySelectorAll("li.case:not([hidden])").length);
            }
            return counts.join(" ");
            """
        let (result, console) = try #require(Browser.installed).run(script, in: Self.full.bytes(.html))
        #expect(console == [])
        #expect(result == expected.map { String($0.1) }.joined(separator: " "))
        let view = try #require(Browser.installed).open(Self.full.bytes(.html), fragment: "verdict=failed&clause=CSV-ROWS")
        #expect(view.dom.contains(">1 of 38 cases</output>"))
    }

    @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"))
    func `the filter hides cases and suites, counts, is remembered and gives way to a link`() throws {
        let script = """
            const steps = [], form = document.getElementById("filter");
            const wait = () => new Promise(done => setTimeout(done, 400));
            const say = () => steps.push([document.querySelectorAll("li.case:not([hidden])").length,
              document.querySelectorAll(".suite:not([hidden])").length, document.getElementById("shown").textContent,
              decodeURIComponent(location.hash)].join("|"));
            form.querySelector("[value=failed]").click(); await wait(); say();
            form.elements.clause.value = "CSV-ROWS"; form.elements.clause.dispatchEvent(new Event("input", {bubbles: true}));
            await wait(); say();
            form.elements.text.value = "Passes"; form.elements.text.dispatchEvent(new Event("input", {bubbles: true}));
            await wait(); say();
            location.hash = "#c9"; await wait(); say();
            form.querySelector("[value=skipped]").click(); await wait(); form.querySelector("button").click(); await wait(); say();
            return steps.join(" ; ");
            """
        let (result, console) = try #require(Browser.installed).run(script, in: Self.full.bytes(.html))
        #expect(console == [])
        #expect(
            result == """
                2|1|2 of 38 cases|#verdict=failed ; 1|1|1 of 38 cases|#verdict=failed&amp;clause=CSV-ROWS ; \
                0|0|0 of 38 cases|#verdict=failed&amp;clause=CSV-ROWS&amp;text=Passes ; 38|3|38 of 38 cases|#c9 ; 38|3|38 of 38 cases|
                """)
    }

    @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"))
    func `where scripts and styles are blocked all cases are there, and no control that does nothing`() throws {
        // As build servers serve artifacts.
        let page = Self.full.text(.html).replacingOccurrences(
            of: "content=\"default-src 'none'; style-src 'unsafe-inline'; ",
            with: "content=\"default-src 'none'; style-src 'none'; x-")
        let view = try #require(Browser.installed).open(Array(page.utf8))
        #expect(view.console.contains { $0.contains("script") } && view.console.contains { $0.contains("style") })
        #expect(view.dom.contains("<form id=\"filter\" role=\"search\" aria-label=\"Filter the cases\" hidden"))
        #expect(view.dom.components(separatedBy: "<li id=\"c").count == 39)
    }

    @Test(
        .enabled(if: Browser.installed != nil, "no Chromium is installed"), .enabled(if: axe != nil, "axe is not installed"),
        arguments: ["light", "dark"])
    func `the page is accessible`(scheme: String) throws {
        let script = """
            \(try #require(Self.axe))
            for (const one of document.querySelectorAll("details")) one.open = true;
            const found = await axe.run(document, {resultTypes: ["violations"]});
            return matchMedia("(prefers-color-scheme: dark)").matches + found.violations.map(one =>
              `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 120) + node.any.map(why => why.message)).join(" / ")}`
            ).join("\\n");
            """
        var page = String(decoding: Self.full.bytes(.html), as: UTF8.self)
        // What the reader prefers cannot be chosen from outside.
        if scheme == "dark" { page = page.replacingOccurrences(of: "(prefers-color-scheme: dark)", with: "all") }
        let (result, _) = try #require(Browser.installed).run(script, in: Array(page.utf8))
        #expect(result == "false")
    }
}
