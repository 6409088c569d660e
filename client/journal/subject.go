package journal

import (
	"encoding/json"
	"strings"

	"cardwallet/client"
)

// creationSubject tells what a creation would create, so that the same one is recognised. It keeps only the end of the number that is
// printed on a physical card, and of a new holder nothing but a mark.
type creationSubject struct {
	Type    string `json:"type,omitempty"`
	Name    string `json:"name,omitempty"` // without space around it
	Holder  string `json:"holder,omitempty"`
	Account string `json:"account,omitempty"`
	Number  string `json:"number,omitempty"`
	Person  string `json:"person,omitempty"` // see holder.Person.Mark
}

// subject is a row's text for what the intent would create at the account, or for the limits that it would set; it is empty for other
// kinds.
func subject(account client.Account, in client.Intent) string {
	var s creationSubject
	switch in.Kind {
	case client.MoveCreate:
		number := in.New.CardNumber
		s = creationSubject{Type: in.New.TypeID, Name: strings.TrimSpace(in.New.Name), Holder: in.New.HolderID,
			Account: in.New.AccountID, Number: number[max(0, len(number)-4):]}
	case client.MoveHolder:
		s = creationSubject{Type: in.Change.Holder.TypeID, Person: in.Change.Holder.Mark(account.ID)}
	case client.MoveLimits:
		return limitsInWords(in.Change.Limits)
	default:
		return ""
	}
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// tellChange shows outside what a change of limits was to set.
func (r *Row) tellChange() {
	if r.Kind == client.MoveLimits {
		r.Change = r.Subject
	}
}

// subjectOf reads a creation's text. One that cannot be read tells nothing.
func subjectOf(r Row) (s creationSubject) {
	if json.Unmarshal([]byte(r.Subject), &s) != nil {
		return creationSubject{}
	}
	s.Name = strings.TrimSpace(s.Name)
	return s
}

// sameSubject reports whether two rows are about the same card or holder to create. At an issuer without order numbers the types are not
// compared: where there is only one, a screen names it and a command may leave it out. To ask once too often does no harm.
func (e errand) sameSubject(a, b Row) bool {
	one, other := subjectOf(a), subjectOf(b)
	if e.observer != nil {
		one.Type, other.Type = "", ""
	}
	return one == other
}
