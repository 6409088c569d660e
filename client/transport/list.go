package transport

import (
	"errors"
	"net/http"

	"cardwallet/client"
)

const (
	listLimit = 100  // entries asked for at once
	listLeast = 10   // the smallest limit that an issuer is known to set by itself: a page with less that is new is the last
	listPages = 1000 // of one list
)

// List reads a list that is asked for with limit and offset, where neither its length nor that of a page is documented: it asks on until
// hardly anything new comes. What comes twice, by key, counts once. take is given what is new in each page, with the page's number, from 1,
// and whether that was all; by returning true it ends the list there.
//
// Not every list is documented to take limit and offset. Where the first page is refused with 400, the list is asked for once with limit 0,
// which stands for neither, and the answer is the whole list.
func List[T any, P ~[]T](
	key func(T) string, ask func(limit, offset int) (P, error), take func(page int, fresh []T, last bool) (enough bool),
) error {
	known := map[string]bool{}
	for page := 1; ; page++ {
		got, err := ask(listLimit, len(known))
		whole := false
		if page == 1 && badRequest(err) {
			if again, againErr := ask(0, 0); againErr == nil {
				got, err, whole = again, nil, true
			}
		}
		if err != nil {
			return err
		}
		fresh := make([]T, 0, len(got))
		for _, entry := range got {
			if k := key(entry); !known[k] {
				known[k] = true
				fresh = append(fresh, entry)
			}
		}
		// More than was asked for is the whole list.
		last := whole || len(fresh) < listLeast || len(got) > listLimit || page == listPages
		if take(page, fresh, last) || last {
			return nil
		}
	}
}

// Window reads one page, from 1, of a list as List does: where limit and offset are refused with 400, the first page is the whole list,
// and there is no other.
func Window[T any, P ~[]T](page, size int, ask func(limit, offset int) (P, error)) (P, error) {
	got, err := ask(size, (page-1)*size)
	if badRequest(err) {
		if again, againErr := ask(0, 0); againErr == nil {
			if page > 1 {
				return nil, nil
			}
			return again, nil
		}
	}
	return got, err
}

func badRequest(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Status == http.StatusBadRequest
}
