import Testing

@testable import AssayCommands

struct AcceptQuestionTests {
    @Test(arguments: [
        ("y", AcceptQuestion.Reply.yes), ("Yes", .yes), (" Y\r", .yes), ("n", .no), ("NO", .no), ("q", .quit), ("quit", .quit),
        ("", nil), ("yy", nil), ("maybe", nil), ("\u{1B}[A", nil),
    ])
    func `an answer is a word, in any case and with any space around it`(text: String, reply: AcceptQuestion.Reply?) {
        #expect(AcceptQuestion.reply(text) == reply)
    }
}
