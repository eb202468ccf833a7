import Testing

@testable import MessageReports

@Test func `a pool numbers each distinct text once, in the order they come`() {
    var pool = TextPool()
    let texts = (0..<5000).map { Array("text \($0 % 1000)".utf8) } + [[], Array("é".utf8), Array("e\u{301}".utf8)]
    let numbers = texts.map { pool.insert($0[...]).number }
    #expect(numbers == (0..<5000).map { UInt32($0 % 1000) } + [1000, 1001, 1002])
    #expect(pool.count == 1003)
    for (text, number) in zip(texts, numbers) {
        #expect(pool.number(of: text[...]) == number)
        #expect(pool.texts[Int(number)].elementsEqual(text))
    }
    #expect(pool.number(of: Array("text".utf8)[...]) == nil)
}
