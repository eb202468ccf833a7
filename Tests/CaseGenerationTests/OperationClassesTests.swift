import AssayCore
import ScenarioLoading
import Testing

@testable import CaseGeneration

/// An operation as a specification states it.
func operation(_ text: String) throws -> Operation {
    let file = SourceFile(
        path: "spec.yaml",
        text: """
            assay: 1
            specification: orders
            clauses: [{id: A, level: must, origin: chosen, text: T}, {id: B, level: must, origin: chosen, text: T}]
            operations:
              find:
                method: GET
                path: /orders
                accepted: {status: 200}
                refused: {status: 400}

            """ + text.split(separator: "\n").map { "    \($0)\n" }.joined())
    return try #require(try loadSpecification(file).operations.first)
}

struct OperationClassesTests {
    private static let several = """
        parameters:
          - {name: from, in: query, type: timestamp, required: true, examples: [2015-03-04T00:00:00.000Z]}
          - {name: to, in: query, type: timestamp, required: true, clause: A}
          - {name: channel, in: query, type: enum, values: [S, E, P]}
          - {name: status, in: query, type: list, values: [SENT, READ, OPEN]}
          - {name: size, in: query, type: integer, min: 1, max: 100}
          - {name: sort, in: query, type: enum, values: [up, down]}
        relations: [{clause: B, to: {after: from}}, {clause: B, to: {at_most: 92d, past: from}}]
        """

    @Test func `every two values that are right meet in a row`() throws {
        let classes = OperationClasses(try operation(Self.several))
        let rows = classes.rows()
        var missing: [String] = []
        var pairs = 0
        let combined = classes.classes.map { own in own.indices.filter { own[$0].kind == .combined } }
        for left in combined.indices {
            for right in combined.indices where right > left {
                for one in combined[left] {
                    for other in combined[right] {
                        pairs += 1
                        if !rows.contains(where: { $0.values[left] == one && $0.values[right] == other }) {
                            missing.append("\(left).\(one) \(right).\(other)")
                        }
                    }
                }
            }
        }
        #expect(missing == [])
        #expect(pairs > 100)
        // The two parameters with most values have 11 and 5: no fewer rows can do, and few more are needed.
        #expect((55...75).contains(rows.count), "\(rows.count)")
        #expect(rows[0].values.allSatisfy { $0 == 0 })
        #expect(Set(rows).count == rows.count)
    }

    @Test func `a parameter that is appended changes no id, and adds some`() throws {
        let before = try OperationClasses(try operation(Self.several)).cases().map(\.id)
        let more = Self.several.replacing(
            "relations:", with: "  - {name: page, in: query, type: enum, values: [one, two, three, four]}\nrelations:")
        let after = try OperationClasses(try operation(more)).cases().map(\.id)
        #expect(Set(before).subtracting(after) == [])
        #expect(after.count > before.count)
    }

    @Test func `ids are unique and the same every time`() throws {
        let ids = try OperationClasses(try operation(Self.several)).cases().map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(try OperationClasses(try operation(Self.several)).cases().map(\.id) == ids)
    }

    @Test func `both sides of each boundary of a relation are tried at the millisecond`() throws {
        let classes = OperationClasses(try operation(Self.several)).classes[1]
        func distances(_ isRight: Bool) -> Set<Duration> {
            Set(
                classes.filter { ($0.kind != .invalid) == isRight }.compactMap { own in
                    if case .distance(let distance, from: 0) = own.value { distance } else { nil }
                })
        }
        let longest = Duration.seconds(92 * 86_400)
        #expect(
            distances(true) == [
                .milliseconds(1), .milliseconds(2), .seconds(86_400), longest - .milliseconds(1), longest,
            ])
        #expect(
            distances(false) == [
                .zero, .milliseconds(-1), .seconds(-86_400), longest + .milliseconds(1), longest + .seconds(1),
                longest + .seconds(86_400), longest + .seconds(366 * 86_400),
            ])
    }

    @Test func `a fault is alone in its request and cites what it is about`() throws {
        let cases = try OperationClasses(try operation(Self.several)).cases()
        let faults = cases.filter { $0.tags.contains("refused") }
        #expect(faults.allSatisfy { $0.values.count == 1 })
        #expect(faults.first { $0.id == "to-a-word" }?.clauses.map(\.rawValue) == ["A"])
        #expect(faults.first { $0.id == "to-equal-to-from" }?.clauses.map(\.rawValue) == ["B"])
        let ids = Set(faults.map(\.id))
        let due: Set = [
            "from-left-out", "from-no-such-day", "to-92d1ms-past-from", "channel-unknown", "channel-other-case",
            "status-empty-item",
            "status-separator-at-the-end", "size-below-least", "size-above-most", "size-beyond-64-bits", "size-a-fraction",
        ]
        #expect(due.subtracting(ids) == [])
        #expect(!ids.contains("channel-left-out"))
    }

    @Test func `a value that the specification calls right is no fault`() throws {
        let cases = try OperationClasses(
            try operation("parameters: [{name: channel, in: query, type: enum, values: [S, E], examples: ['', s]}]")
        ).cases()
        let faults = cases.filter { $0.tags.contains("refused") }.map(\.id)
        #expect(!faults.contains("channel-empty") && !faults.contains("channel-other-case"))
        #expect(faults.contains("channel-unknown"))
    }

    @Test func `an array is tried at its limits, with each fault of an item, and as what it is not`() throws {
        let cases = try OperationClasses(
            try operation(
                """
                parameters:
                  - {name: emails, in: body, type: array, items: email, required: true, min_items: 1, max_items: 3,
                     accepted: {status: 202}}
                """)
        ).cases()
        let counts = cases.reduce(into: [String: Int]()) { counts, own in
            if case .value(.array(let items))? = own.values[0] { counts[own.id] = items.count }
        }
        #expect(counts["emails-no-items"] == 0 && counts["emails-most"] == 3 && counts["emails-too-many"] == 4)
        #expect(counts["emails-an-item-no-at"] == 2 && counts["emails-an-item-null"] == 2)
        #expect(cases.first { $0.id == "emails-most" }?.due.lines == ["{status: 202}"])
        #expect(Set(cases.map(\.id)).isSuperset(of: ["emails-a-text", "emails-null", "emails-an-object", "emails-left-out"]))
    }

    @Test func `what needs another, or excludes it, is tried without and beside it`() throws {
        let cases = try OperationClasses(
            try operation(
                """
                parameters:
                  - {name: a, in: query, type: enum, values: [x]}
                  - {name: b, in: query, type: enum, values: [y]}
                  - {name: c, in: query, type: enum, values: [z]}
                relations: [{clause: A, a: {requires: b}}, {clause: B, a: {excludes: c}}]
                """)
        ).cases()
        let without = try #require(cases.first { $0.id == "a-without-b" })
        #expect(without.values == [0: .value(.string("x")), 1: .absent] && without.clauses.map(\.rawValue) == ["A"])
        let beside = try #require(cases.first { $0.id == "a-beside-c" })
        #expect(beside.values == [0: .value(.string("x")), 2: .value(.string("z"))])
        // Beside what it needs it is right.
        let right = try #require(cases.first { $0.id == "a-x" })
        #expect(right.tags.contains("accepted") && right.values[1] == .value(.string("y")))
    }

    private static let beside = """
        parameters:
          - {name: channel, in: query, type: enum, values: [S, E, P]}
          - {name: status, in: query, type: list, values: [SENT, READ, OPEN, CLICK, LOST], examples: [SENT, READ]}
          - {name: zone, in: query, type: enum, values: [x, y]}
        relations: [{clause: B, status: {by: channel, values: {S: [SENT], E: [SENT, READ, OPEN, CLICK], P: [SENT, READ]}}}]
        """

    @Test func `beside each value what is right is tried at once, and of the wrong ones each class`() throws {
        let cases = try OperationClasses(try operation(Self.beside)).cases()
        func tried(_ tag: String) -> [String] {
            cases.filter { $0.tags.contains(tag) && $0.id.contains("-beside-") }.map { own in
                let texts = [1, 0].map { index -> String in
                    if case .value(.string(let text))? = own.values[index] { text } else { "?" }
                }
                return texts.joined(separator: " ")
            }
        }
        #expect(tried("accepted") == ["SENT S", "SENT,READ,OPEN,CLICK E", "SENT,READ P"])
        // OPEN and CLICK are right beside the same value; LOST is right beside none, and tried as what is unknown.
        #expect(tried("refused") == ["READ S", "OPEN S", "OPEN P"])
        #expect(cases.first { $0.id == "status-read-beside-s" }?.clauses.map(\.rawValue) == ["B"])
        // Rows have no two values that are wrong beside each other.
        let rows = cases.filter { $0.id.hasPrefix("together-") }
        #expect(rows.contains { $0.values[1] == .value(.string("SENT")) && $0.values[0] != nil })
        #expect(rows.allSatisfy { $0.values[1] != .value(.string("READ")) })
    }

    @Test func `where the other is always there it is what the value asks for`() throws {
        let text = Self.beside.replacing("values: [S, E, P]}", with: "values: [S, E, P], required: true}")
        let cases = try OperationClasses(try operation(text)).cases()
        #expect(cases.first { $0.id == "status-open" }?.values[0] == .value(.string("E")))
        #expect(!cases.contains { $0.id == "status-all" || $0.id == "status-lost" })
    }

    @Test func `a value that stands alone is tried once`() throws {
        let cases = try OperationClasses(
            try operation(
                """
                parameters:
                  - {name: a, in: query, type: string, examples: [x], alone: [y, z]}
                  - {name: b, in: query, type: enum, values: [v, w]}
                """)
        ).cases()
        for value in ["y", "z"] {
            let own = cases.filter { $0.values[0] == .value(.string(value)) }
            #expect(own.map(\.id) == ["a-\(value)"] && own[0].values.count == 1 && own[0].tags.contains("accepted"))
        }
    }

    @Test(arguments: [
        (
            "parameters: [{name: a, in: query, type: string, required: true}]",
            "the parameter 'a' of 'find' has no value that is right"
        ),
        (
            """
            parameters:
              - {name: a, in: query, type: enum, values: [x, y], required: true}
              - {name: b, in: query, type: enum, values: [v, w], required: true}
            relations: [{clause: A, b: {by: a, values: {x: [w], y: [v]}}}]
            """, "the ordinary request of 'find' has a 'b' that is wrong beside its 'a'"
        ),
    ]) func `what cannot be generated from is said`(text: String, message: String) throws {
        let operation = try operation(text)
        let failure = #expect(throws: GenerationFailure.self) { try OperationClasses(operation).cases() }
        #expect(failure?.message == message)
    }
}
