import AssayCommands
import MessageReports

await AssayCommand.main(models: ["message-reports": MessageReportsModel.self])
