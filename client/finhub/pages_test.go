package finhub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// held serves a list of cards in pages of 10. Each page but the first is served once its gate is opened.
type held struct {
	http.HandlerFunc
	mu    sync.Mutex
	gates map[int]chan struct{}
}

// asked is which page of a list a request is for, 0 for something else. A request that is canceled may end within its body.
func asked(r *http.Request) (num int, whole bool) {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	_, _ = fmt.Sscanf(string(body), `{"pageNum":%d,`, &num)
	return num, err == nil && bytes.HasSuffix(body, []byte("}"))
}

func holding(t *testing.T, n int) *held {
	h := &held{gates: map[int]chan struct{}{}}
	serve := list(t, n, 10, func(int) int { return n })
	h.HandlerFunc = func(w http.ResponseWriter, r *http.Request) {
		num, whole := asked(r)
		if num > 1 {
			select {
			case <-h.gate(num):
			case <-r.Context().Done():
				return
			}
		}
		if whole {
			serve(w, r)
		}
	}
	return h
}

func (h *held) gate(num int) chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.gates[num] == nil {
		h.gates[num] = make(chan struct{})
	}
	return h.gates[num]
}

func tens(o *finhub.Options) { o.PageSize = 10 }

// The first page is given before the second is answered, and pages that come early wait for those before them.
func TestPagesAreGivenAsTheyCome(t *testing.T) {
	h := holding(t, 45)
	d := scripted(t, h.ServeHTTP, tens)
	close(h.gate(5))
	close(h.gate(4))
	var got []string
	pages := 0
	err := d.Cards(t.Context(), func(p client.CardsPage) {
		pages++
		if p.Done != pages || p.Pages != 5 || p.Total != 45 {
			t.Errorf("page %d of %d, %d cards", p.Done, p.Pages, p.Total)
		}
		for _, c := range p.Cards {
			got = append(got, c.ID)
		}
		if pages < 3 { // else it never comes
			close(h.gate(pages + 1))
		}
	})
	if err != nil || pages != 5 || len(got) != 45 {
		t.Fatalf("%d cards in %d pages, %v", len(got), pages, err)
	}
	for i, id := range got {
		if id != fmt.Sprintf("c%05d", i) {
			t.Fatalf("%s is number %d", id, i)
		}
	}
}

// What came before a page that fails was given.
func TestAPageThatFails(t *testing.T) {
	serve := list(t, 45, 10, func(int) int { return 45 })
	for _, missing := range []string{`{"success":false,"code":404,"msg":"No such endpoint"}`, `{"success":false,"code":403,"msg":"no"}`} {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			switch num, whole := asked(r); {
			case num == 3:
				_, _ = w.Write([]byte(missing))
			case whole:
				serve(w, r)
			}
		}, tens, func(o *finhub.Options) { o.CardIDs = []string{"c00001"} })
		given := 0
		err := d.Cards(t.Context(), func(p client.CardsPage) { given += len(p.Cards) })
		if given != 20 || client.Readable(err) == nil {
			t.Errorf("%d cards, %v", given, err)
		}
		if cards, err := client.CollectCards(t.Context(), d.Cards); len(cards) != 0 || err == nil {
			t.Errorf("%d cards, %v", len(cards), err)
		}
	}
}

// Whoever wants no more cards ends the reading, also while pages are on their way.
func TestAListThatIsNotWantedAnyMore(t *testing.T) {
	h := holding(t, 1000)
	d := scripted(t, h.ServeHTTP, tens)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	given := 0
	err := d.Cards(ctx, func(p client.CardsPage) {
		given += len(p.Cards)
		cancel()
	})
	if given != 10 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d cards, %v", given, err)
	}
}

// Records without an id are named by their places in the whole list.
func TestPlacesInTheWholeList(t *testing.T) {
	serve := list(t, 35, 10, func(int) int { return 35 })
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		if num, _ := asked(r); num == 2 {
			success(w, `{"total":35,"records":[null,{"cardNo":"x","status":5},`+strings.Repeat(`{"status":"Normal"},`, 7)+`{"cardNo":"y"}]}`)
			return
		}
		serve(w, r)
	}, tens)
	cards, err := client.CollectCards(t.Context(), d.Cards)
	var odd *client.OddRecords
	if !errors.As(err, &odd) || len(cards) != 27 || len(odd.Records) != 9 {
		t.Fatalf("%d cards, %v", len(cards), err)
	}
	want := []string{"11", "card x", "13", "14", "15", "16", "17", "18", "19"}
	for i, r := range odd.Records {
		if r.Name != want[i] {
			t.Errorf("%q is %q", want[i], r.Name)
		}
	}
}
