import Testing

@testable import AssayCommands

struct TagExpressionTests {
    @Test(arguments: [
        ("edge", ["edge"], true),
        ("edge", ["slow"], false),
        ("not edge", ["slow"], true),
        ("edge and slow", ["edge"], false),
        ("edge or slow", ["slow"], true),
        ("edge and not slow", ["edge", "slow"], false),
        ("not edge and slow", ["slow"], true),
        ("a or b and c", ["a"], true),
        ("(a or b) and c", ["a"], false),
        ("not (a or b)", ["c"], true),
        ("not not a", ["a"], true),
        ("(a)and(b)", ["a", "b"], true),
        ("android", ["android"], true),
    ])
    func `not binds most, then and, then or`(text: String, tags: [String], expected: Bool) throws {
        #expect(try TagExpression(text).matches(tags) == expected)
    }

    @Test(arguments: [
        ("", 1, "expected a tag at the end"),
        ("edge and", 9, "expected a tag at the end"),
        ("edge slow", 6, "expected 'and' or 'or' before 'slow'"),
        ("and edge", 1, "expected a tag before 'and'"),
        ("a and (b or c", 7, "'(' without ')'"),
        ("(a b)", 4, "expected 'and', 'or' or ')' before 'b'"),
        ("a)", 2, "')' without '('"),
        ("()", 2, "expected a tag before ')'"),
        ("é or", 5, "expected a tag at the end"),
    ])
    func `a mistake is named with its column`(text: String, column: Int, message: String) {
        #expect(throws: TagExpression.SyntaxError(column: column, message: message)) { try TagExpression(text) }
    }

    @Test func `nesting is bounded`() {
        let text = String(repeating: "(", count: 100_000) + "a" + String(repeating: ")", count: 100_000)
        #expect(throws: TagExpression.SyntaxError.self) { try TagExpression(text) }
    }
}
