package documents

import (
	"cardwallet/client"
	"cardwallet/client/audit"
)

// AuditEntry is one thing that somebody did, as the audit trail has it.
type AuditEntry struct {
	Seq     int64              `json:"seq"`      // its place in its trail, from 1
	Time    Time               `json:"time"`     // when, on the clock of that machine
	User    *string            `json:"user"`     // who, by the name in the system
	Origin  *string            `json:"origin"`   // the address that an SSH session came from
	TTY     *string            `json:"tty"`      // the terminal
	Action  client.AuditAction `json:"action"`   // what was done
	What    *string            `json:"what"`     // to what: number, cvv, code, topup
	Profile *string            `json:"profile"`  // the account, by its name in the config
	CardID  *string            `json:"card_id"`  // the card
	Last4   *string            `json:"last4"`    // the last four digits of its number
	OrderID *string            `json:"order_id"` // the order of a movement
	Outcome *string            `json:"outcome"`  // done, sent, failed, or the status of a movement
	Detail  *string            `json:"detail"`   // an amount, or the way to a clipboard
	Changed bool               `json:"changed"`  // the line was changed after it was written
	Chain   *string            `json:"chain"`    // with --team: the trail that it is from
}

// AuditEntryOf is the entry.
func AuditEntryOf(e audit.Entry) AuditEntry {
	return AuditEntry{Seq: e.Seq, Time: TimeOf(e.At), User: Text(e.User), Origin: Text(e.Origin), TTY: Text(e.TTY), Action: e.Action,
		What: Text(e.What), Profile: Text(e.Profile), CardID: Text(e.CardID), Last4: Text(e.Last4), OrderID: Text(e.OrderID),
		Outcome: Text(e.Outcome), Detail: Text(e.Detail), Changed: e.Changed, Chain: Text(e.Chain)}
}

// AuditReport is what a check of the audit trail came to.
type AuditReport struct {
	OK       bool           `json:"ok"`       // nothing is wrong, here and with the team's copies
	File     string         `json:"file"`     // the trail of this machine
	Entries  int            `json:"entries"`  // how many lines are as they were written
	First    *Time          `json:"first"`    // when the first was written
	Last     *Time          `json:"last"`     // when the last was written
	Problems int            `json:"problems"` // how many there are
	Broken   []AuditFinding `json:"broken"`   // the first 100 of them
	Notes    []AuditFinding `json:"notes"`    // what a crash or a full disk left, which is no problem
	Team     *TeamAudit     `json:"team"`     // with --team: the copies in the team's database; null where they could not be read
}

// AuditReportOf is the report about the trail in a file. It says nothing of a team.
func AuditReportOf(file string, r audit.Report) AuditReport {
	return AuditReport{OK: r.Sound(), File: file, Entries: r.Entries, First: KnownTime(r.First), Last: KnownTime(r.Last), Problems: r.Problem,
		Broken: List(r.Problems, findingOf), Notes: List(r.Notes, findingOf)}
}

// AuditFinding is something that was found in an audit trail.
type AuditFinding struct {
	Line int    `json:"line"` // the line of the file
	What string `json:"what"` // what was found
}

func findingOf(f audit.Finding) AuditFinding { return AuditFinding{f.Line, f.Text} }

// TeamAudit is what a check of the copies in a team's database came to.
type TeamAudit struct {
	OK        bool          `json:"ok"`         // nothing is wrong
	Problems  int           `json:"problems"`   // how many there are
	NotCopied int64         `json:"not_copied"` // how many entries of this machine are not there yet
	Broken    []TeamFinding `json:"broken"`     // the first 100 of the problems
	Chains    []AuditChain  `json:"chains"`     // the trails that are there
}

// TeamFinding is something that was found in the copies.
type TeamFinding struct {
	Chain  string  `json:"chain"`  // the trail
	Number int64   `json:"number"` // the place in it, from 1
	Person *string `json:"person"` // whom the line names
	Time   *Time   `json:"time"`   // when it says that it was written
	What   string  `json:"what"`   // what was found
}

// AuditChain is the copy of the trail of one state directory.
type AuditChain struct {
	Chain    string   `json:"chain"`    // its id
	Own      bool     `json:"own"`      // it is this machine's
	People   []string `json:"people"`   // whom its lines name
	Entries  int      `json:"entries"`  // how many lines are as they were written
	Problems int      `json:"problems"` // how many it has
	First    *Time    `json:"first"`    // when the first was written
	Last     *Time    `json:"last"`     // when the last was written
}

// TeamAuditOf is the report about the copies.
func TeamAuditOf(r audit.TeamReport) *TeamAudit {
	return &TeamAudit{OK: r.Sound(), Problems: r.Problem, NotCopied: r.Uncopied,
		Broken: List(r.Problems, func(f audit.TeamFinding) TeamFinding {
			return TeamFinding{f.Chain, f.Number, Text(f.Person), KnownTime(f.At), f.Text}
		}),
		Chains: List(r.Chains, func(c audit.Chain) AuditChain {
			return AuditChain{c.ID, c.Own, Texts(c.People), c.Entries, c.Problem, KnownTime(c.First), KnownTime(c.Last)}
		})}
}
