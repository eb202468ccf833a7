import AssayCore
import Testing

@testable import ScenarioRunning

struct ResolutionTests {
    private func resolved(_ template: Template, change: (inout Scene) -> Void = { _ in }) throws -> DataValue {
        var scene = Scene()
        scene.variablesOfProcess = ["HOME": "/home", "KEY": "s3cret"]
        scene.files.files = ["a.json": #"{"x":[1.50]}"#, "a.txt": "text\n", "bad.json": "{,}"]
        scene.variables = .of([
            "start": "2015-03-04T00:00:00.000Z", "count": 5, "list": [1, "b"], "both": "variable",
            "end": .time(.reference(.name("to")), .seconds(1)),
            "circle": .text(.literal("x"), .reference(.name("round"))), "round": .name("circle"),
        ])
        scene.examples = [
            Example(
                name: "e", values: .of(["both": "column", "to": .time(.reference(.name("start")), .seconds(86_400))]),
                range: Template.usual)
        ]
        change(&scene)
        let scenario = scene.scenario
        var scope = Scope(
            ScenarioCase(scenario: scenario, example: scenario.examples.first), in: scene.environment(Script([])))
        scope.clock = Instant(seconds: 0)
        return try scope.resolve(template).dataValue()
    }

    @Test(
        arguments: [
            (.name("count"), .number(NumberText(5))), (.name("both"), .string("column")),
            (.name("end"), .string("2015-03-05T00:00:01.000Z")),
            (.text(.literal("n="), .reference(.name("count"))), .string("n=5")),
            (Template(.reference(.environment("HOME")), at: Template.usual), .string("/home")),
            (Template(.reference(.run("id")), at: Template.usual), .string("r1")),
            (.time(.clock, .milliseconds(1500)), .string("1970-01-01T00:00:01.500Z")),
            (.time(.clock, .microseconds(1)), .string("1970-01-01T00:00:00.000001Z")),
            (.time(.clock, .nanoseconds(-1)), .string("1969-12-31T23:59:59.999999999Z")),
            (.time(.instant(Instant(seconds: 253_402_300_799))), .string("9999-12-31T23:59:59.000Z")),
            (
                Template(.converted(.int, .text(.literal("-"), .reference(.name("count")))), at: Template.usual),
                .number(NumberText(-5))
            ),
            (Template(.converted(.text, .name("count")), at: Template.usual), .string("5")),
            (Template(.converted(.base64, "hi"), at: Template.usual), .string("aGk=")),
            (Template(.file("a.txt"), at: Template.usual), .string("text\n")),
        ] as [(Template, DataValue)])
    func `a value is worked out with its type`(template: Template, expected: DataValue) throws {
        #expect(try resolved(template) == expected)
    }

    @Test func `a JSON file keeps its numbers`() throws {
        let value = try resolved(Template(.file("a.json"), at: Template.usual))
        #expect(value["x"] == .array([.number(try #require(NumberText("1.50")))]))
    }

    @Test(
        arguments: [
            (.name("nobody"), "'nobody' has no value here"),
            (.name("circle"), "'circle' depends on itself: 'circle' needs 'round' needs 'circle'"),
            (.text(.literal("x"), .reference(.name("list"))), "${list} is an array, which cannot be part of a text"),
            (
                .time(.instant(Instant(seconds: 253_402_300_799)), .seconds(1)),
                "the time lies outside the years 0000 to 9999, which RFC 3339 can write"
            ),
            (.time(.reference(.name("both"))), "${both} is no RFC 3339 time: 'column': "),
            (.time(.reference(.name("count"))), "${count} is a number, not a date and time"),
            (Template(.reference(.environment("NO")), at: Template.usual), "the environment variable 'NO' is not set"),
            (Template(.reference(.run("x")), at: Template.usual), "'run:x' is not known: there are 'run:id' and 'run:mailbox'"),
            (Template(.converted(.int, "1.5"), at: Template.usual), "'1.5' is no whole number"),
            (Template(.file("none"), at: Template.usual), "'none' cannot be read: there is no such file"),
            (Template(.file("bad.json"), at: Template.usual), "'bad.json' is no JSON: line 1, column 2: "),
        ] as [(Template, String)])
    func `what cannot be worked out says why and where`(template: Template, message: String) throws {
        let error = #expect(throws: ResolutionError.self) { try resolved(template) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect(error?.range.start.line == 6)
    }
}
