package holders

import (
	"cmp"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// Wire is a cardholder. FinHub's generated pages nest a holder's name and home; the platform under it does not.
type Wire struct {
	HolderID         transport.ID             `json:"holderId" read:"id"`
	CardholderID     transport.ID             `json:"cardholderId" read:"id"`
	MerchantOrderNo  transport.ID             `json:"merchantOrderNo" read:"order"`
	Status           string                   `json:"status" read:"status"`
	CardholderStatus string                   `json:"cardholderStatus" read:"status"`
	Description      string                   `json:"description"`
	RespMsg          string                   `json:"respMsg"`
	HolderModel      string                   `json:"cardHolderModel"`
	CardholderType   string                   `json:"cardholderType"`
	Email            string                   `json:"email"`
	AreaCode         transport.ID             `json:"areaCode"`
	Mobile           transport.ID             `json:"mobile"`
	PersonalInfo     transport.Record[person] `json:"personalInfo"`
	Home             transport.Record[home]   `json:"residentialAddress"`
	FirstName        string                   `json:"firstName"`
	LastName         string                   `json:"lastName"`
	Country          string                   `json:"country"`
	Nationality      string                   `json:"nationality"`
}

type person struct {
	FirstName   string       `json:"firstName"`
	LastName    string       `json:"lastName"`
	Nationality string       `json:"nationality"`
	Email       string       `json:"email"`
	AreaCode    transport.ID `json:"areaCode"`
	Mobile      transport.ID `json:"mobile"`
}

type home struct {
	Country string `json:"country"`
}

// ID is the holder's id.
func (w Wire) ID() string { return string(cmp.Or(w.HolderID, w.CardholderID)) }

// Order is the number of the order that made the holder; empty where the record does not say.
func (w Wire) Order() string { return string(w.MerchantOrderNo) }

func (w Wire) status() string { return cmp.Or(w.CardholderStatus, w.Status) }

// The statuses of a holder (FinHub card issuance flows).
const (
	waiting  = "wait_audit"
	reviewed = "under_review"
	approved = "pass_audit"
	refused  = "reject"
)

// barred says why no card can be made out to a holder of the status; empty where one can (FinHub card issuance flows).
func barred(status string) string {
	switch status {
	case approved:
		return ""
	case waiting:
		return "waits for the issuer's review"
	case reviewed:
		return "is being reviewed by the issuer"
	case refused:
		return "was refused by the issuer"
	}
	return "is not approved: " + status
}

// At gives what a record says of a holder at the profile.
func At(profile string) func(transport.Record[Wire]) client.Holder {
	return func(record transport.Record[Wire]) client.Holder {
		w, person := record.Value, record.Value.PersonalInfo.Value
		return client.Holder{
			Profile:   profile,
			ID:        w.ID(),
			FirstName: cmp.Or(person.FirstName, w.FirstName),
			LastName:  cmp.Or(person.LastName, w.LastName),
			Email:     cmp.Or(w.Email, person.Email),
			AreaCode:  string(cmp.Or(w.AreaCode, person.AreaCode)),
			Mobile:    string(cmp.Or(w.Mobile, person.Mobile)),
			Country:   cmp.Or(w.Home.Value.Country, w.Country, person.Nationality, w.Nationality),
			Type:      cmp.Or(w.HolderModel, w.CardholderType),
			Status:    w.status(),
			Reason:    w.reason(),
			Barred:    barred(w.status()),

			Unreadable: record.Odd,
		}
	}
}

// reason is what FinHub says beside the status. Of the two members the second is the answer of who reviewed the holder.
func (w Wire) reason() string {
	parts := []string{}
	for _, text := range []string{w.Description, w.RespMsg} {
		if text = strings.TrimSpace(text); text != "" && (len(parts) == 0 || parts[0] != text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}
