package finhub_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/holder"
	"cardwallet/client/sandbox"
)

// b2c are the fields of somebody who can be made a holder of the sandbox's purchase cards.
var b2c = map[holder.Field]string{
	holder.FirstName: "Ana Maria", holder.LastName: "Souza", holder.Birthday: "1990-12-31", holder.Nationality: "BR", holder.Gender: "F",
	holder.Email: "ana.souza@example.com", holder.AreaCode: "+55", holder.Mobile: "971385284", holder.Country: "BR", holder.Town: "BR_PE_1",
	holder.Address: "12 Rua Nova - B", holder.PostCode: "50010-000", holder.Occupation: "ENG01", holder.AnnualSalary: "50000 USD",
	holder.Purpose: "Online advertising", holder.MonthlyVolume: "10000 USD", holder.IDType: "PASSPORT", holder.IDNumber: "FZ917263",
	holder.IDIssued: "2020-01-02", holder.IDExpires: "2099-01-02", holder.IDFront: "file-front-1", holder.IDBack: "file-back-1",
}

// someone is that person.
func someone() holder.Person {
	p := holder.Person{TypeID: "111002", Model: "B2C"}
	for field, value := range b2c {
		p.Set(field, value)
	}
	return p
}

// ofB2B is the person as types of the model B2B want it.
func ofB2B(typeID string) holder.Person {
	p := holder.Person{TypeID: typeID, Model: "B2B"}
	for _, field := range []holder.Field{holder.FirstName, holder.LastName, holder.Birthday, holder.Email, holder.AreaCode, holder.Mobile,
		holder.Country, holder.Town, holder.Address, holder.PostCode} {
		p.Set(field, b2c[field])
	}
	return p
}

// What the form lets through, the sandbox takes, by each model; the holder is found by the order's number and by their own, and is
// reviewed.
func TestAHolderIsMade(t *testing.T) {
	for _, faults := range [][]sandbox.Fault{nil, {{Issuer: "finhub", Path: "*", Kind: sandbox.FaultDialect}}} {
		for _, person := range []holder.Person{someone(), ofB2B("111001")} {
			clock := newClock()
			d, _ := start(t, sandbox.Options{Seed: 1, Faults: faults, Now: clock.Now})
			form, err := d.HolderForm(t.Context(), person.TypeID)
			if err != nil || form.Model != person.Model {
				t.Fatalf("%+v, %v", form.Model, err)
			}
			if problems := form.Problems(person); problems != nil {
				t.Fatal(problems)
			}
			order := client.Order{ID: orderID, Kind: client.MoveHolder, Change: client.Change{Holder: person}}
			if _, err := d.ReadHolderOrder(t.Context(), orderID); !errors.Is(err, client.ErrNotFound) {
				t.Fatalf("an order that was not sent: %v", err)
			}
			got, err := d.Send(t.Context(), order)
			if err != nil || got.Status != client.OperationSucceeded || got.OrderID != orderID || got.IssuerOrderID == "" || got.CardID != "" {
				t.Fatalf("%+v, %v", got, err)
			}
			found, err := d.ReadHolderOrder(t.Context(), orderID)
			if err != nil || found.IssuerOrderID != got.IssuerOrderID || found.Status != client.OperationSucceeded {
				t.Errorf("found %+v, %v", found, err)
			}
			var statuses []string
			for range 3 {
				h, err := d.Holder(t.Context(), got.IssuerOrderID)
				if err != nil || h.FirstName != "Ana Maria" || h.Approved() != (h.Status == "pass_audit") {
					t.Fatalf("%+v, %v", h, err)
				}
				statuses = append(statuses, h.Status)
				clock.Add(1600 * time.Millisecond)
			}
			if diff := cmp.Diff([]string{"wait_audit", "under_review", "pass_audit"}, statuses); diff != "" {
				t.Error(diff)
			}
			if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrUnknown) {
				t.Errorf("the same order number again: %v", err)
			}
		}
	}
}

// A holder that the reviewers refuse is there, and says why.
func TestAHolderIsRefusedInReview(t *testing.T) {
	clock := newClock()
	d, _ := start(t, sandbox.Options{Seed: 1, Now: clock.Now,
		Faults: []sandbox.Fault{{Issuer: "finhub", Path: "/card/holder/v2/create", Kind: sandbox.FaultFail}}})
	got, err := d.Send(t.Context(), client.Order{ID: orderID, Kind: client.MoveHolder, Change: client.Change{Holder: someone()}})
	if err != nil {
		t.Fatal(err)
	}
	clock.Add(time.Minute)
	h, err := d.Holder(t.Context(), got.IssuerOrderID)
	if err != nil || h.Status != "reject" || h.Approved() || h.Reason != "The picture of the document cannot be read" {
		t.Errorf("%+v, %v", h, err)
	}
	if found, err := d.ReadHolderOrder(t.Context(), orderID); err != nil || found.Status != client.OperationFailed {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := d.Holder(t.Context(), "5"); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("no such holder: %v", err)
	}
}

// What is wrong with a field is said before anything is sent, in words that name it.
func TestHolderFormProblems(t *testing.T) {
	d, _ := start(t, sandbox.Options{Seed: 1})
	form, err := d.HolderForm(t.Context(), "111002")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		field       holder.Field
		value, says string
	}{
		{holder.FirstName, "", "first name: is missing: 2 to 32"}, {holder.FirstName, "A", "not the right form"},
		{holder.FirstName, "Ånä", "Latin letters"}, {holder.FirstName, strings.Repeat("a", 28), "32 characters together"},
		{holder.LastName, "O'Neil", "Latin letters"}, {holder.Birthday, "31.12.1990", "is no day"},
		{holder.Birthday, "1990-02-30", "is no day"},
		{holder.Birthday, "2999-01-01", "wrong side of today"}, {holder.IDIssued, "2999-01-01", "wrong side"},
		{holder.IDExpires, "2001-01-01", "wrong side"}, {holder.Email, "ana", "5 to 50"},
		{holder.Email, strings.Repeat("a", 45) + "@b.com", "5 to 50"},
		{holder.AreaCode, "+49", "is not one of +1, +55"}, {holder.Mobile, "1234", "5 to 20 digits"}, {holder.Mobile, "123 456", "digits"},
		{holder.Country, "Brazil", "is no country"}, {holder.Nationality, "Brazil", "is not one of"},
		{holder.Gender, "x", "is not one of M, F"},
		{holder.Town, "", "FinHub's code of the city"}, {holder.Address, "Straße 1", "without accents"}, {holder.Address, "1", "2 to 40"},
		{holder.PostCode, "1", "2 to 15"}, {holder.IDType, "visa", "PASSPORT, HK_HKID"}, {holder.IDNumber, "", "document no: is missing"},
		{holder.IDFront, "", "front side: is missing"}, {holder.Purpose, "a\x1b[2J", "plain text"},
	} {
		p := someone()
		p.Set(test.field, test.value)
		problems := form.Problems(p)
		said := holder.InLines(problems)
		// The other name is too long with it.
		if len(problems) != 1 && !strings.Contains(said, "together") || !strings.Contains(said, test.says) || problems[0].Field != test.field {
			t.Errorf("%s %q: %v", test.field, test.value, said)
		}
		if test.value != "" && len(test.value) > 4 && strings.Contains(said, test.value) {
			t.Errorf("%s: the value is repeated: %s", test.field, said)
		}
	}
	less, err := d.HolderForm(t.Context(), "111001")
	if err != nil || less.Model != "B2B" || len(less.Questions) != 10 {
		t.Fatalf("%+v, %v", less, err)
	}
	if problems := less.Problems(someone()); len(problems) != 12 || problems[0].Text != "is not asked for by cards of this type" {
		t.Errorf("%v", problems)
	}
	if country := ofB2B("111001"); true { // this type lists no countries
		country.Set(holder.Country, "XX")
		if said := holder.InLines(less.Problems(country)); !strings.Contains(said, "country: is no country") {
			t.Error(said)
		}
	}
	if _, err := d.HolderForm(t.Context(), "5"); !errors.Is(err, client.ErrTerms) {
		t.Errorf("no such type: %v", err)
	}
}

// A list that does not name its orders proves neither that there is no such order nor that there is.
func TestHolderOrdersThatProveNothing(t *testing.T) {
	record := func(order string) string {
		return fmt.Sprintf(`{"holderId":7,"status":"wait_audit","merchantOrderNo":%s}`, order)
	}
	quoted := `"` + orderID + `"`
	for name, test := range map[string]struct {
		records string
		total   int
		is      error
	}{
		"found":              {record(quoted), 1, nil},
		"unnamed":            {record("null"), 1, client.ErrGarbage},
		"of another":         {record(`"CWOTHER0000000000000000000"`), 1, client.ErrNotFound},
		"none":               {"", 0, client.ErrNotFound},
		"incomplete":         {"", 3, client.ErrGarbage},
		"twice":              {record(quoted) + "," + record(quoted), 2, client.ErrGarbage},
		"an unknown status":  {`{"holderId":7,"status":"odd","merchantOrderNo":` + quoted + `}`, 1, client.ErrGarbage},
		"without an id":      {`{"status":"wait_audit","merchantOrderNo":` + quoted + `}`, 1, client.ErrGarbage},
		"an unreadable one":  {`{"holderId":{},"status":"wait_audit","merchantOrderNo":` + quoted + `}`, 1, client.ErrGarbage},
		"refused at the end": {`{"holderId":7,"status":"reject","merchantOrderNo":` + quoted + `}`, 1, nil},
	} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, test.total, test.records))
		})
		if got, err := d.ReadHolderOrder(t.Context(), orderID); !errors.Is(err, test.is) || test.is == nil && got.IssuerOrderID != "7" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// What the issuer repeats of a person does not come out of the driver.
func TestHolderAnswersAreDiscreet(t *testing.T) {
	const told = "Ana Maria Souza, ana.souza@example.com, 971385284, 1990-12-31, FZ917263 is not known"
	d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
		success(w, `{"holderId":7,"status":"reject","merchantOrderNo":"`+orderID+`","description":"`+told+`","respMsg":"ask again"}`)
	})
	got, err := d.Send(t.Context(), client.Order{ID: orderID, Kind: client.MoveHolder, Change: client.Change{Holder: someone()}})
	if err != nil || got.Status != client.OperationFailed {
		t.Fatalf("%+v, %v", got, err)
	}
	if want := "[redacted] [redacted], [redacted], [redacted], [redacted], [redacted] is not known; ask again"; got.Description != want {
		t.Errorf("got  %q\nwant %q", got.Description, want)
	}
	found := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
		success(w, `{"total":1,"records":[{"holderId":7,"status":"reject","merchantOrderNo":"`+orderID+`","description":"`+told+`",
			"personalInfo":{"firstName":"Ana Maria","lastName":"Souza"},"email":"ana.souza@example.com","mobile":"971385284"}]}`)
	})
	read, err := found.ReadHolderOrder(t.Context(), orderID)
	if err != nil || strings.Contains(read.Description, "Souza") || strings.Contains(read.Description, "971") {
		t.Errorf("%+v, %v", read, err)
	}
	wire, err := found.Preview(client.Order{ID: orderID, Kind: client.MoveHolder, Change: client.Change{Holder: someone()}})
	if body := string(wire.Body); err != nil || strings.Contains(body, "Souza") || !strings.Contains(body, `"lastName":"******"`) {
		t.Errorf("the preview is %s, %v", body, err)
	}
}

var _ client.HolderMaker = (*finhub.Driver)(nil)
