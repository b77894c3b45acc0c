"""Serves moto, which closes an object that is written over while another request still answers with it (a 500 that no
real store gives): here what is asked of objects is worked on one after another, while bodies come and go side by side."""

from threading import Lock

from moto.s3.responses import S3Response
from moto.server import main

one_at_a_time = Lock()
answer = S3Response._key_response


def answer_in_turn(*args):
    with one_at_a_time:
        return answer(*args)


S3Response._key_response = answer_in_turn
main()
