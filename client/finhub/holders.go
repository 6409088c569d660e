package finhub

import (
	"cmp"
	"context"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireHolder is a cardholder. FinHub's generated pages nest a holder's name and home; the platform under it does not.
type wireHolder struct {
	HolderID         transport.ID                 `json:"holderId" read:"id"`
	CardholderID     transport.ID                 `json:"cardholderId" read:"id"`
	Status           string                       `json:"status" read:"status"`
	CardholderStatus string                       `json:"cardholderStatus" read:"status"`
	HolderModel      string                       `json:"cardHolderModel"`
	CardholderType   string                       `json:"cardholderType"`
	Email            string                       `json:"email"`
	AreaCode         transport.ID                 `json:"areaCode"`
	Mobile           transport.ID                 `json:"mobile"`
	PersonalInfo     transport.Record[wirePerson] `json:"personalInfo"`
	Home             transport.Record[wireHome]   `json:"residentialAddress"`
	FirstName        string                       `json:"firstName"`
	LastName         string                       `json:"lastName"`
	Country          string                       `json:"country"`
	Nationality      string                       `json:"nationality"`
}

type wirePerson struct {
	FirstName   string       `json:"firstName"`
	LastName    string       `json:"lastName"`
	Nationality string       `json:"nationality"`
	Email       string       `json:"email"`
	AreaCode    transport.ID `json:"areaCode"`
	Mobile      transport.ID `json:"mobile"`
}

type wireHome struct {
	Country string `json:"country"`
}

func (w wireHolder) id() string { return string(cmp.Or(w.HolderID, w.CardholderID)) }

// barred says why no card can be made out to a holder of the status; empty where one can (FinHub card issuance flows).
func barred(status string) string {
	switch status {
	case "pass_audit":
		return ""
	case "wait_audit":
		return "waits for the issuer's review"
	case "under_review":
		return "is being reviewed by the issuer"
	case "reject":
		return "was refused by the issuer"
	}
	return "is not approved: " + status
}

// Holders lists the persons that cards can be made out to, all pages (FinHub holder list page).
func (d *Driver) Holders(ctx context.Context) ([]client.Holder, error) {
	const op = "list holders"
	records, err := allPages(ctx, d, op, nil, wireHolder.id, func(ctx context.Context, num, size int) (page[wireHolder], error) {
		return readPage[wireHolder](ctx, d, op, "card/holder/list", map[string]any{"pageNum": num, "pageSize": size})
	})
	if err != nil {
		return nil, err
	}
	means := func(record transport.Record[wireHolder]) client.Holder {
		w, person := record.Value, record.Value.PersonalInfo.Value
		status := cmp.Or(w.CardholderStatus, w.Status)
		return client.Holder{
			Profile:   d.options.Profile,
			ID:        w.id(),
			FirstName: cmp.Or(person.FirstName, w.FirstName),
			LastName:  cmp.Or(person.LastName, w.LastName),
			Email:     cmp.Or(w.Email, person.Email),
			AreaCode:  string(cmp.Or(w.AreaCode, person.AreaCode)),
			Mobile:    string(cmp.Or(w.Mobile, person.Mobile)),
			Country:   cmp.Or(w.Home.Value.Country, w.Country, person.Nationality, w.Nationality),
			Type:      cmp.Or(w.HolderModel, w.CardholderType),
			Status:    status,
			Barred:    barred(status),

			Unreadable: record.Odd,
		}
	}
	return transport.Named(d.api, op, "holder", records, func(h client.Holder) string { return h.ID }, means)
}
