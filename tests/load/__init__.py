"""A load test: `make load`. docs/performance.md explains what it does and its figures.

Readers use the real server behind nginx, first alone, then beside an import, corrections, and slow
and broken clients.

    run.py             one load test, from the first file to the last check
    readers.py         readers, who follow links, search, and look at pages again
    answers.py         checks each answer that a reader gets, and finds the links of a page
    connections.py     connections to nginx that can send anything, also malformed requests
    slow_clients.py    clients that send or read slowly, and connections without a request
    broken_clients.py  clients that send malformed requests, or close the connection too early
    corrector.py       corrects articles in a process of its own
    processes.py       processes that work side by side until they are told to end
    printout.py        the figures as text

`make test` runs the load test for a few seconds with few files, and compares no times.
"""
