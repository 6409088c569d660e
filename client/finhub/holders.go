package finhub

import (
	"cmp"
	"context"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireHolder is a cardholder. FinHub's generated pages nest a holder's name and home; the platform under it does not.
type wireHolder struct {
	HolderID         transport.ID                `json:"holderId"`
	CardholderID     transport.ID                `json:"cardholderId"`
	Status           string                      `json:"status"`
	CardholderStatus string                      `json:"cardholderStatus"`
	HolderModel      string                      `json:"cardHolderModel"`
	CardholderType   string                      `json:"cardholderType"`
	Email            string                      `json:"email"`
	AreaCode         transport.ID                `json:"areaCode"`
	Mobile           transport.ID                `json:"mobile"`
	PersonalInfo     transport.Loose[wirePerson] `json:"personalInfo"`
	Home             transport.Loose[wireHome]   `json:"residentialAddress"`
	FirstName        string                      `json:"firstName"`
	LastName         string                      `json:"lastName"`
	Country          string                      `json:"country"`
	Nationality      string                      `json:"nationality"`
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

// Holders lists the persons that cards can be made out to, all pages (FinHub holder list page).
func (d *Driver) Holders(ctx context.Context) ([]client.Holder, error) {
	const op = "list holders"
	records, err := allPages(ctx, d, nil, wireHolder.id, func(ctx context.Context, num, size int) (p page[wireHolder], err error) {
		err = d.read(ctx, op, "card/holder/list", map[string]any{"pageNum": num, "pageSize": size}, &p)
		return p, err
	})
	if err != nil {
		return nil, err
	}
	holders := make([]client.Holder, 0, len(records))
	for _, w := range records {
		if w.id() == "" {
			return nil, d.garbage(op, "a holder without an id")
		}
		person := w.PersonalInfo.Value
		holders = append(holders, client.Holder{
			Profile:   d.options.Profile,
			ID:        w.id(),
			FirstName: cmp.Or(person.FirstName, w.FirstName),
			LastName:  cmp.Or(person.LastName, w.LastName),
			Email:     cmp.Or(w.Email, person.Email),
			AreaCode:  string(cmp.Or(w.AreaCode, person.AreaCode)),
			Mobile:    string(cmp.Or(w.Mobile, person.Mobile)),
			Country:   cmp.Or(w.Home.Value.Country, w.Country, person.Nationality, w.Nationality),
			Type:      cmp.Or(w.HolderModel, w.CardholderType),
			Status:    cmp.Or(w.CardholderStatus, w.Status),
		})
	}
	return holders, nil
}
