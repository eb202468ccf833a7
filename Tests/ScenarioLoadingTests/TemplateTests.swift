import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct TemplateTests {
    private func json(_ text: String, variables: String = "{x: 1, y: two}") throws -> Template {
        let scenario = try loadedScenario(
            "variables: \(variables)\nrequest: {method: GET, path: \"/${x}${y}\"}\nexpect:\n  json: \(text)")
        guard case .json(let template)? = scenario.steps[0].expect.body?.wanted else {
            throw InvalidInput([])
        }
        return template
    }

    @Test(arguments: [
        ("1", "1"), ("0x10", "16"), ("1.50", "1.50"), ("9007199254740993", "9007199254740993"), ("'1'", "'1'"), ("no", "'no'"),
        ("12:30", "'12:30'"), ("null", "null"), ("~", "null"), ("true", "true"), ("[1, {a: b}]", "[1, {a: 'b'}]"),
        ("!!str 1", "'1'"),
        ("\"${x}\"", "${name(\"x\")}"), ("\"a $${x}\"", "'a ${x}'"), ("\"$x\"", "'$x'"),
    ])
    func `plain values are typed by YAML 1.2 and quoted ones are text`(text: String, outlined: String) throws {
        #expect(outline(try json(text)) == outlined)
    }

    @Test func `a reference in text keeps what stands around it`() throws {
        guard case .interpolated(let segments) = try json("\"a${x}-${env:HOME}${secret:KEY}\"").shape else {
            Issue.record("the text has no segments")
            return
        }
        let parts = segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .reference(.name(let name)): "<\(name)>"
            case .reference(.environment(let name)): "<env \(name)>"
            case .reference(.secret(let name)): "<secret \(name)>"
            case .reference(.run(let name)): "<run \(name)>"
            }
        }
        #expect(parts == ["a", "<x>", "-", "<env HOME>", "<secret KEY>"])
    }

    @Test(arguments: [
        ("!time \"clock - 92d + 1ms\"", Duration.seconds(-92 * 86_400) + .milliseconds(1)),
        ("!time \"2015-03-04T00:00:00Z + 1h30m\"", .seconds(5400)), ("!time clock", .zero),
    ])
    func `a time expression is an origin and the sum of its steps`(text: String, offset: Duration) throws {
        guard case .time(let expression) = try json(text).shape else {
            Issue.record("it is no time expression")
            return
        }
        #expect(expression.offset == offset)
    }

    @Test(arguments: [
        "!any", "!any string", "!matches 'a+'", "!starts_with a", "!ends_with a", "!contains a", "!number",
        "!number {min: 1, below: 2.5}",
        "!approx {value: 1, within: 0.1}", "!timestamp", "!timestamp epoch-ms",
        "!timestamp {form: http-date, near: clock, within: 5s}",
        "!uuid", "!email", "!partial {a: !any }", "!unordered [1]", "!keyed {key: id, items: [{id: 1}]}",
        "!keyed {key: [a, b], items: []}", "!includes []", "!length 3", "!bind id",
        "!one_of [1, !uuid ]",
        "!all_of [1]", "!none_of [1]", "!each [!any number]", "{a: !optional [1], b: !absent }", "!file data.json",
        "!int \"${x}\"", "!number {min: !int \"${x}\", max: \"${x}\"}", "!length \"${x}\"",
        "!base64 aGk=",
    ])
    func `every matcher and value of the format reads`(text: String) throws {
        _ = try json(text)
    }

    @Test(arguments: [
        ("1️⃣!anny", "unknown-tag", "the tag '!anny' is not known", "did you mean '!any'?"),
        ("!any 1️⃣strin", "unknown-value", "the kind 'strin' is not known", "did you mean '!any string'?"),
        ("!uuid 1️⃣x", "wrong-kind", "!uuid takes nothing, and has 'x'", "write '!uuid' alone"),
        ("1️⃣!unordered 5", "wrong-kind", "!unordered takes a list, and has '5'", "write !unordered [..]"),
        ("!keyed {key: id, 1️⃣item: [], items: []}", "unknown-key", "!keyed key 'item' is not known", "did you mean 'items'?"),
        (
            "1️⃣!keyed {items: []}", "missing-key", "!keyed needs 'key' and 'items'",
            "write !keyed {key: id, items: [{id: 1}]}"
        ),
        ("!keyed {key: 1️⃣[], items: []}", "empty-list", "the key has no name", "name at least one member"),
        ("!keyed {key: [a, 1️⃣a], items: []}", "duplicate-name", "the key has 'a' already", "take it out"),
        ("!keyed {key: id, items: 1️⃣!unordered []}", "misplaced-tag", nil, nil),
        ("!keyed 1️⃣[a]", "wrong-kind", nil, "known in it: key, items"),
        ("1️⃣!each [1, 2]", "wrong-count", "!each takes a list of exactly one, and has 2", "write !each [X]"),
        ("1️⃣!one_of []", "empty-list", "!one_of needs at least one alternative", nil),
        ("!partial 1️⃣5", "wrong-kind", "!partial takes a mapping, and has '5'", "write !partial {key: value}"),
        ("!number {1️⃣mim: 1}", "unknown-key", "!number key 'mim' is not known", "did you mean 'min'?"),
        ("1️⃣!length x", "wrong-kind", "!length takes a number, and has 'x'", nil),
        ("1️⃣!length", "wrong-kind", "!length takes a number, and has none", nil),
        (
            "1️⃣!contains", "nothing-checked", "!contains has no text, and every string would do",
            "write '!contains text', or '!any string'"
        ),
        ("1️⃣!starts_with ''", "nothing-checked", "!starts_with has no text, and every string would do", nil),
        ("1️⃣!ends_with \"\"", "nothing-checked", "!ends_with has no text, and every string would do", nil),
        (
            "!bind 1️⃣x", "duplicate-name", "'!bind x' would not compare with the 'x' that is there already",
            "write \"${x}\" to demand that value, or choose another name"
        ),
        (
            "{1️⃣\"${x}\": 1}", "bad-name", "the name '${x}' has '${' in it, and only values are worked out",
            "write the name itself, or '$${' for the two characters"
        ),
        ("!number {min: !any 1️⃣1}", "unknown-value", nil, nil), ("!number {min: 1️⃣!foo 1}", "unknown-tag", nil, nil),
        ("!timestamp {form: 1️⃣!any rfc3339}", "misplaced-tag", nil, nil),
        ("!int 1️⃣\"5.5\"", "not-a-number", "'5.5' is no whole number", nil),
        ("!int 1️⃣x", "not-a-number", nil, nil), ("!partial {1️⃣\"a${x}\": 1}", "bad-name", nil, nil),
        ("1️⃣\"${run:ids}\"", "bad-reference", nil, nil),
        ("1️⃣!approx {value: 1}", "missing-key", "!approx needs 'value' and 'within'", "write !approx {value: 1.5, within: 0.1}"),
        ("!timestamp 1️⃣epoch", "unknown-value", "the form 'epoch' is not known", nil),
        ("!time 1️⃣\"clock -1d\"", "bad-time", nil, "write it as in \"clock - 92d\", with spaces around + and -"),
        ("!time 1️⃣\"clock + 1x\"", "bad-duration", nil, "write a duration such as 92d, 1h30m or 250ms"),
        ("!time 1️⃣2015-02-30T00:00:00Z", "bad-time", nil, nil),
        ("{a: 1️⃣!golden }", "misplaced-tag", "!golden stands for the whole of json, csv or text, not for a part of it", nil),
        ("1️⃣\"${x\"", "unclosed-reference", "'${' is not closed", nil),
        ("1️⃣\"${a b}\"", "bad-reference", "'${a b}' is not a reference", nil),
        ("1️⃣\"${z}\"", "unknown-variable", "there is no variable, example column or capture 'z' here", nil),
        ("1️⃣.inf", "not-a-number", "'.inf' is no JSON number", "quote it to make it text"),
        ("1️⃣!!int '1'", "unknown-tag", nil, nil),
        ("!matches 1️⃣'('", "bad-pattern", nil, nil),
    ])
    func `what does not read is shown at its place`(text: String, id: String, message: String?, fix: String?) throws {
        let marked = MarkedText(
            suite("variables: {x: 1, y: 2}\nrequest: {method: GET, path: \"/${x}${y}\"}\nexpect:\n  json: \(text)"))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        let diagnostics = invalid?.diagnostics ?? []
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.id == id)
        #expect(diagnostics.first?.range?.start == marked.place("1️⃣"))
        if let message { #expect(diagnostics.first?.message == message) }
        if let fix { #expect(diagnostics.first?.fix == fix) }
    }

    @Test func `a name may have the two characters of a reference when they are escaped`() throws {
        #expect(outline(try json("{\"$${x}\": 1, $a: 2}")) == "{${x}: 1, $a: 2}")
    }

    @Test func `a matcher can be expected but not sent`() {
        expectDiagnostics(
            inScenario: "request: {method: GET, path: /, json: {a: 1️⃣!any }}\nexpect: {status: 200}",
            [.error("misplaced-tag", "1️⃣", "the matcher !any can only be expected, not sent or given", fix: "state a value")])
    }

    @Test func `!absent takes a default of the request away`() throws {
        let scenario = try loadedScenario(
            "request: {method: GET, path: /, query: {a: !absent }, headers: {B: !absent }}\nexpect: {status: 200}")
        guard case .parameters(let query) = scenario.steps[0].request.query, case .matcher(.absent)? = query.first?.value.shape
        else {
            Issue.record("the query has another form")
            return
        }
    }
}
