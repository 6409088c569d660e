package documents

// State is where the state is and how much it holds.
type State struct {
	Shared bool       `json:"shared"` // whether a team shares it
	Local  LocalState `json:"local"`  // what is on this machine
	Team   *TeamState `json:"team"`   // what is in the team's database; null where there is none
}

// LocalState is the state on this machine.
type LocalState struct {
	Directory string    `json:"directory"` // where it is
	From      string    `json:"from"`      // what says so
	Movements int       `json:"movements"` // how many the journal has
	Open      int       `json:"open"`      // how many of them have no final outcome
	Unknown   int       `json:"unknown"`   // how many of those may have moved money
	Imported  *Imported `json:"imported"`  // into which database of a team it was imported
}

// Imported says into which database a machine's state was imported.
type Imported struct {
	Host     string `json:"host"`     // where the database is
	Database string `json:"database"` // its name
	At       *Time  `json:"at"`       // when
}

// TeamState is the state in a team's database. What it holds is null where it does not answer.
type TeamState struct {
	Host      string    `json:"host"`      // where the database is
	Database  string    `json:"database"`  // its name
	Role      string    `json:"role"`      // who this machine is there
	Person    *string   `json:"person"`    // the person that is noted with what is sent
	Schema    *int64    `json:"schema"`    // the version of its tables
	Movements *int      `json:"movements"` // how many the journal has
	Open      *int      `json:"open"`      // how many of them have no final outcome
	Unknown   *int      `json:"unknown"`   // how many of those may have moved money
	Persons   *[]string `json:"persons"`   // whom the journal names
}

// Migration is a change of the tables in a team's database.
type Migration struct {
	Host     string `json:"host"`     // where the database is
	Database string `json:"database"` // its name
	From     int64  `json:"from"`     // the version of its tables before
	To       int64  `json:"to"`       // the version now
}

// Import is what an import into a team's database came to.
type Import struct {
	Host      string          `json:"host"`      // where the database is
	Database  string          `json:"database"`  // its name
	Movements ImportMovements `json:"movements"` // what became of the movements
	Labels    ImportLabels    `json:"labels"`    // what became of the labels
}

// ImportMovements is what became of the movements of an import.
type ImportMovements struct {
	Added     int        `json:"added"`     // how many were not there
	Continued int        `json:"continued"` // how many had come further here
	Present   int        `json:"present"`   // how many were there
	Conflicts []Conflict `json:"conflicts"` // those that are otherwise there, and were left
}

// Conflict is a movement that the team's journal has otherwise.
type Conflict struct {
	OrderID string `json:"order_id"` // its order
	Reason  string `json:"reason"`   // how they differ
}

// ImportLabels is what became of the labels of an import.
type ImportLabels struct {
	Added           int            `json:"added"`            // how many were not there
	Kept            []OtherLabel   `json:"kept"`             // those that the team has otherwise, and keeps
	UnknownAccounts []UnknownLabel `json:"unknown_accounts"` // those of accounts that the config does not have
}

// OtherLabel is a label that the team has otherwise.
type OtherLabel struct {
	Account   string  `json:"account"`    // the account's id
	CardID    string  `json:"card_id"`    // the card
	Label     *string `json:"label"`      // the label here
	TeamLabel *string `json:"team_label"` // the label there
}

// UnknownLabel is a label of an account that the config does not have.
type UnknownLabel struct {
	Account string  `json:"account"` // the account, as the labels name it
	CardID  string  `json:"card_id"` // the card
	Label   *string `json:"label"`   // the label
}

// Export is what an export into a file came to.
type Export struct {
	File      string `json:"file"`      // the file
	Movements int    `json:"movements"` // how many it has
	Labels    int    `json:"labels"`    // how many it has
	Audit     int    `json:"audit"`     // how many lines of audit trails it has
}

// ExportedMovement is a movement with all that the journal knows of it.
type ExportedMovement struct {
	Line string `json:"record"` // movement
	MovementHistory
	Account *string `json:"account"` // the account's id, which stays when the profile is renamed
}

// ExportedLabel is what is known of a card.
type ExportedLabel struct {
	Line    string  `json:"record"`  // label
	Account string  `json:"account"` // the account's id
	CardID  string  `json:"card_id"` // the card
	Label   *string `json:"label"`   // what people called it
	Last4   *string `json:"last4"`   // the last four digits of its number
}

// ExportedAudit is a line of an audit trail.
type ExportedAudit struct {
	Line   string `json:"record"` // audit
	Chain  string `json:"chain"`  // the trail that it is from
	Number int64  `json:"number"` // its place there, from 1
	Text   string `json:"line"`   // the line as it was written
}
