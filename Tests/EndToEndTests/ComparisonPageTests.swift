import Testing

struct ComparisonPageTests {
    @Test func `the commands of the page on comparing print what it shows`() throws {
        #expect(try PageExamples(page: "docs/comparison.md").check() >= 18)
    }
}
