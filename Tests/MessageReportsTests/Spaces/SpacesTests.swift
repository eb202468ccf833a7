import AssayCore
import MessageReports
import Testing

@Test(arguments: [
    ("Space,Kind,Value\n,key,k\n", "data/spaces.csv: record 2 (line 2), column 'Space': is empty"),
    ("Space,Kind,Value\nacme,key,\n", "data/spaces.csv: record 2 (line 2), column 'Value': is empty"),
    ("Space,Kind,Value\nacme,Key,k\n", "data/spaces.csv: record 2 (line 2), column 'Kind': 'Key' is not one of key, sender"),
    (
        "Space,Kind,Value\nacme,sender,reports\n",
        "data/spaces.csv: record 2 (line 2), column 'Value': 'reports' is not an email address"
    ),
    (
        "Space,Kind,Value\nacme,key,k\nglobex,key,k\n",
        "data/spaces.csv: record 3 (line 3), column 'Value': the key 'k' belongs to the space 'acme' already"
    ),
    ("Space,Kind\nacme,key\n", "data/spaces.csv: the header has no column 'Value'"),
    ("", "data/spaces.csv: the file is empty"),
])
func `a bad file of spaces is a fault at its record and column`(spaces: String, message: String) throws {
    let error = #expect(throws: InvalidGiven.self) { try Scene(spaces: spaces).reply() }
    #expect(error?.path == ["spaces"])
    #expect(error?.message == message)
}

@Test func `without spaces nobody can ask, and the fault says what to add`() throws {
    let error = #expect(throws: InvalidGiven.self) { try Scene(spaces: nil).reply() }
    #expect(error?.path == ["spaces"])
    #expect(error?.message == "the model needs a data file of spaces, their keys and verified senders")
    #expect(error?.fix == "add 'spaces: data/spaces.csv' with the columns Space, Kind and Value under 'given'")
}

@Test func `a space may have several keys and senders, and one key twice`() throws {
    let spaces = Scene.twoSpaces + "acme,key,acme-key-1\nacme,sender,REPORTS@Second.example\n"
    let scene = Scene(spaces: spaces, authorization: ["Bearer acme-key-2"], sender: #""REPORTS@second.EXAMPLE""#)
    #expect(try scene.reply().response.status == 200)
}
