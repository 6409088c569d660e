package transport

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// join appends path elements to base, each escaped. An element that is empty, "." or ".." would name something else and is
// refused. slash ends the path with one.
func join(base *url.URL, elements []string, slash bool) (*url.URL, error) {
	u := *base
	u.RawPath = strings.TrimRight(base.EscapedPath(), "/")
	// Not base.Path, which does not tell a slash from %2F: a RawPath that does not fit Path is not used, and nothing would be escaped.
	root, err := url.PathUnescape(u.RawPath)
	if err != nil {
		return nil, err
	}
	u.Path = root
	for _, element := range elements {
		if element == "" || element == "." || element == ".." {
			return nil, fmt.Errorf("%q cannot be part of an address", element)
		}
		u.Path += "/" + element
		u.RawPath += "/" + url.PathEscape(element)
	}
	if slash {
		u.Path += "/"
		u.RawPath += "/"
	}
	return &u, nil
}

// Expand fills a template such as "users/{userId}/otp?cardId={cardId}" and returns a call that has its path and query. Each value stays
// within its path element, as part of it or the whole.
func Expand(template string, values map[string]string) (Call, error) {
	pathPart, queryPart, _ := strings.Cut(template, "?")
	call := Call{Slash: strings.HasSuffix(strings.TrimLeft(pathPart, "/"), "/")}
	for element := range strings.SplitSeq(strings.Trim(pathPart, "/"), "/") {
		element, err := fill(element, values)
		if err != nil {
			return Call{}, err
		}
		call.Path = append(call.Path, element)
	}
	query, err := url.ParseQuery(queryPart)
	if err != nil {
		return Call{}, fmt.Errorf("path template %q: its query cannot be read", template)
	}
	for _, list := range query {
		for i := range list {
			if list[i], err = fill(list[i], values); err != nil {
				return Call{}, err
			}
		}
	}
	call.Query = query
	return call, nil
}

var placeholder = regexp.MustCompile(`\{[A-Za-z]+\}`)

// fill replaces each {name} in the text by its value, which stays as it is. A text with a name that has no value becomes empty, because the
// rest of it would name something else.
func fill(text string, values map[string]string) (string, error) {
	if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
		return "", fmt.Errorf("path template: %q is not known", text)
	}
	for _, name := range placeholder.FindAllString(text, -1) {
		switch value, known := values[name[1:len(name)-1]]; {
		case !known:
			return "", fmt.Errorf("path template: %q is not known", text)
		case value == "":
			return "", nil
		}
	}
	return placeholder.ReplaceAllStringFunc(text, func(name string) string { return values[name[1:len(name)-1]] }), nil
}
